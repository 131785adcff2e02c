import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import { formatBytes, formatCount } from '../../core/format.ts';
import { type DatabaseChoice, parseChoice, sameChoice } from '../database/choice.ts';
import type { ChosenDatabase } from '../database/chosen-database.ts';
import { findDatabases } from '../database/find-files.ts';
import type { Command } from '../register-commands.ts';
import { readSettings } from '../settings.ts';
import { requireTrust } from '../trust.ts';
import { readWholeNumber } from '../whole-number.ts';

const mostRows = 2_000_000;

/** Lets the user choose, or takes the choice given, and returns what was chosen. */
export function chooseDatabaseCommand(chosen: ChosenDatabase): Command {
  return async given => {
    requireTrust();
    const choice = given === undefined ? await askForDatabase(chosen.current) : parseChoice(given);
    if (given !== undefined && !choice)
      throw new QuillError('usage', 'This names no database: give a file, the sample or synthetic data.');
    if (choice) await chosen.choose(choice);
    return choice;
  };
}

interface Item extends vscode.QuickPickItem {
  readonly choose?: () => Promise<DatabaseChoice | undefined> | DatabaseChoice;
}

/** Files of the workspace first, then any file, the sample, synthetic data. */
export async function askForDatabase(
  current: DatabaseChoice | undefined,
): Promise<DatabaseChoice | undefined> {
  const picked = await vscode.window.showQuickPick(items(current), {
    title: 'Quill: measure on which database?',
    placeHolder: 'It is read into memory; the data itself is never written to',
    matchOnDescription: true,
  });
  return picked?.choose?.();
}

async function items(current: DatabaseChoice | undefined): Promise<Item[]> {
  const { sampleSize } = readSettings();
  const files = (await findDatabases()).map(({ path, label, bytes }) =>
    item('$(database)', label, formatBytes(bytes), { kind: 'file', path }, current),
  );
  const sample: DatabaseChoice = { kind: 'sample', size: sampleSize };
  return [
    ...(files.length > 0 ? [separator('In this workspace'), ...files] : []),
    separator(files.length > 0 ? 'Elsewhere' : 'No SQLite file in this workspace'),
    item('$(beaker)', 'Sample database', `comes with Quill, ${sampleSize}`, sample, current),
    {
      label: '$(table) Synthetic data from this workspace’s CREATE TABLE statements…',
      description: current?.kind === 'synthetic' ? 'chosen' : '',
      choose: () => askForRows(current),
    },
    { label: '$(folder-opened) Another SQLite file…', choose: askForFile },
  ];
}

function item(
  icon: string,
  name: string,
  about: string,
  choice: DatabaseChoice,
  current: DatabaseChoice | undefined,
): Item {
  const description = sameChoice(choice, current) ? `${about} · chosen` : about;
  return { label: `${icon} ${name}`, description, choose: () => choice };
}

const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });

async function askForFile(): Promise<DatabaseChoice | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Choose a SQLite database',
      openLabel: 'Measure on This',
      filters: { 'SQLite databases': ['sqlite', 'sqlite3', 'db', 'db3'], 'All files': ['*'] },
    })) ?? [];
  return uri ? { kind: 'file', path: uri.fsPath } : undefined;
}

async function askForRows(current: DatabaseChoice | undefined): Promise<DatabaseChoice | undefined> {
  const typed = await vscode.window.showInputBox({
    title: 'Rows in the largest table',
    prompt: 'Quill makes up rows that obey the declared constraints.',
    value: formatCount(current?.kind === 'synthetic' ? current.rows : 10_000),
    validateInput: value =>
      readWholeNumber(value, mostRows) === undefined ? 'A whole number from 1 to 2,000,000' : undefined,
  });
  const rows = typed === undefined ? undefined : readWholeNumber(typed, mostRows);
  return rows === undefined ? undefined : { kind: 'synthetic', rows };
}

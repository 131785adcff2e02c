import * as vscode from 'vscode';
import { hexOf } from '../../core/dataset/ids.ts';
import { QuillError } from '../../core/errors.ts';
import { formatCount } from '../../core/format.ts';
import { choiceLabel } from '../database/choice.ts';
import type { ChosenDatabase } from '../database/chosen-database.ts';
import { workspaceSchema } from '../database/workspace-schema.ts';
import type { Command } from '../register-commands.ts';
import { type GenerateDefinition, readDefinition } from '../runs/definition.ts';
import { type GenerateTasks, requirePlace } from '../runs/generate-tasks.ts';
import { readWholeNumber } from '../whole-number.ts';

const usualCount = 1000;
const mostPairs = 1_000_000;

/** Asks over what and how many, or takes the properties of a task of type `quill`, and starts the background task. */
export function generateCommand(tasks: GenerateTasks, chosen: ChosenDatabase): Command {
  return async given => {
    const place = requirePlace();
    await tasks.requireNone(place);
    const definition = given === undefined ? await ask(place, chosen) : readDefinition(given);
    if (!definition) return undefined;
    const { task } = await tasks.start(place, definition);
    return { kind: 'started', task: task.name };
  };
}

type Source = Pick<GenerateDefinition, 'db' | 'schema'>;

interface Item extends vscode.QuickPickItem {
  readonly source: () => Source | Promise<Source | undefined>;
}

async function ask(
  place: vscode.WorkspaceFolder,
  chosen: ChosenDatabase,
): Promise<GenerateDefinition | undefined> {
  const picked = await vscode.window.showQuickPick(items(place, chosen), {
    title: 'Quill: Generate Dataset (1/2)',
    placeHolder: 'Write queries over which schema?',
    matchOnDescription: true,
  });
  const source = await picked?.source();
  if (!source) return undefined;
  const typed = await vscode.window.showInputBox({
    title: 'Quill: Generate Dataset (2/2)',
    prompt: 'How many verified pairs? The run can be stopped and resumed at any time.',
    value: formatCount(usualCount),
    validateInput: value =>
      readWholeNumber(value, mostPairs) === undefined
        ? `A whole number from 1 to ${formatCount(mostPairs)}`
        : undefined,
  });
  const count = typed === undefined ? undefined : readWholeNumber(typed, mostPairs);
  return count === undefined ? undefined : { count, ...source };
}

function items(place: vscode.WorkspaceFolder, { current }: ChosenDatabase): Item[] {
  const file = current?.kind === 'file' ? current.path : undefined;
  return [
    {
      label: '$(library) All schemas that come with Quill',
      description: 'shops, clinics, airlines and many more',
      source: () => ({}),
    },
    ...(file === undefined
      ? []
      : [
          {
            label: `$(database) ${choiceLabel({ kind: 'file', path: file })}`,
            description: 'the chosen database; it is only read',
            source: () => ({ db: file }),
          },
        ]),
    {
      label: '$(table) This workspace’s CREATE TABLE statements',
      description: 'with made-up rows',
      source: () => ownSchema(place),
    },
    { label: '$(folder-opened) A SQLite file…', source: () => askForFile('db') },
    { label: '$(file-code) A schema file…', source: () => askForFile('schema') },
  ];
}

/** Writes the workspace's schema under `.quill`, by its hash: a run that is resumed finds its own again. */
async function ownSchema(place: vscode.WorkspaceFolder): Promise<Source> {
  const { ddl } = await workspaceSchema();
  if (ddl.trim() === '')
    throw new QuillError(
      'schema',
      'No CREATE TABLE statement was found in the SQL files of this workspace: choose a database or a schema file.',
    );
  const name = `workspace-${hexOf(ddl).slice(0, 8)}.sql`;
  const file = vscode.Uri.joinPath(place.uri, '.quill', 'schemas', name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(ddl));
  return { schema: file.fsPath };
}

async function askForFile(kind: 'db' | 'schema'): Promise<Source | undefined> {
  const filters: Record<string, string[]> =
    kind === 'db'
      ? { 'SQLite databases': ['sqlite', 'sqlite3', 'db', 'db3'], 'All files': ['*'] }
      : { 'SQL schemas': ['sql', 'ddl'], 'All files': ['*'] };
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: kind === 'db' ? 'Choose a SQLite database' : 'Choose a file of CREATE TABLE statements',
      openLabel: 'Generate over This',
      filters,
    })) ?? [];
  return uri && { [kind]: uri.fsPath };
}

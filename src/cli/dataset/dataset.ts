import { Command } from 'commander';
import { helpText } from '../help-text.ts';
import type { Session } from '../session.ts';
import { augmentCommand } from './augment.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { mergeCommand } from './merge.ts';
import { splitCommand } from './split.ts';
import { statsCommand } from './stats.ts';
import { verifyDatasetCommand } from './verify.ts';

const footer = `
DIR is a dataset, a folder with a pairs.jsonl; or the folder around it that generate --out named.`;

export function datasetCommand(session: Session): Command {
  const dataset = new Command('dataset').description(
    'Look at, check, multiply, join, export and import datasets of judged pairs.',
  );
  const commands = [
    statsCommand(session),
    splitCommand(session),
    mergeCommand(session),
    exportCommand(session),
    importCommand(session),
    augmentCommand(session),
    verifyDatasetCommand(session),
  ];
  for (const command of commands) dataset.addCommand(command.copyInheritedSettings(dataset));
  return dataset.addHelpText('after', helpText(footer));
}

import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import { migrationSql } from '../../core/evidence/migration.ts';
import type { Answers } from '../answers/answers.ts';
import { requireAnswer } from '../answers/require-answer.ts';
import type { Command } from '../register-commands.ts';

export function copyIndexesCommand(answers: Answers): Command {
  return async reference => {
    const { result, target } = requireAnswer(answers, reference);
    const indexes = result.suggestion?.indexes ?? [];
    if (indexes.length === 0) throw new QuillError('usage', `No index is advised at ${target.place}.`);
    await vscode.env.clipboard.writeText(migrationSql(indexes, target.place));
    vscode.window.setStatusBarMessage('$(check) Quill: indexes copied', 3000);
  };
}

import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import type { Answer } from './answer.ts';
import type { Answers } from './answers.ts';

/** The answer that a command is about: named, or on the screen. Throws QuillError `usage` without one. */
export function requireAnswer(answers: Answers, reference: unknown): Answer {
  const answer = answers.find(reference);
  if (answer) return answer;
  const editor = vscode.window.activeTextEditor;
  throw new QuillError(
    'usage',
    editor?.document.languageId === 'sql'
      ? 'There is no suggestion on the screen: optimize a statement first.'
      : 'This suggestion is gone: optimize the statement again.',
  );
}

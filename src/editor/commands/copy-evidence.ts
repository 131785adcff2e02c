import * as vscode from 'vscode';
import { evidenceMarkdown } from '../../core/evidence/report.ts';
import { evidenceContext } from '../answers/answer.ts';
import type { Answers } from '../answers/answers.ts';
import { requireAnswer } from '../answers/require-answer.ts';
import type { Command } from '../register-commands.ts';

/** Copies the evidence with both texts, as Markdown for a pull request. */
export function copyEvidenceCommand(answers: Answers): Command {
  return async reference => {
    const answer = requireAnswer(answers, reference);
    const text = evidenceMarkdown(answer.result, evidenceContext(answer), { withSql: true });
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage('$(check) Quill: evidence copied as Markdown', 3000);
  };
}

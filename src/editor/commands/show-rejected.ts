import * as vscode from 'vscode';
import { QuillError } from '../../core/errors.ts';
import { rejectionMarkdown } from '../../core/evidence/rejection.ts';
import type { Rejected } from '../../core/optimize/contract.ts';
import type { Answer } from '../answers/answer.ts';
import type { Answers } from '../answers/answers.ts';
import { requireAnswer } from '../answers/require-answer.ts';
import { pageUri, type VirtualDocuments } from '../documents.ts';
import type { Command } from '../register-commands.ts';

/** Lets the user pick a candidate that was turned down and shows why, with its witness. */
export function showRejectedCommand(answers: Answers, documents: VirtualDocuments): Command {
  return async (reference, number) => {
    const answer = requireAnswer(answers, reference);
    const { rejected } = answer.result;
    if (rejected.length === 0)
      throw new QuillError('usage', `No candidate was turned down at ${answer.target.place}.`);
    const chosen = typeof number === 'number' ? number : await pick(answer);
    const candidate = chosen === undefined ? undefined : rejected[chosen];
    if (chosen === undefined || !candidate) return;
    const page = pageUri('rejected', answer.id, String(chosen), `Rejected: ${titleOf(candidate)}.md`);
    documents.set(page, rejectionMarkdown(answer.result.original.sql, candidate));
    await vscode.window.showTextDocument(page, { preview: true });
  };
}

async function pick(answer: Answer): Promise<number | undefined> {
  const items = answer.result.rejected.map((candidate, index) => ({
    index,
    label: `${candidate.verdict?.verdict === 'refuted' ? '$(error)' : '$(circle-slash)'} ${titleOf(candidate)}`,
    description: candidate.verdict?.verdict ?? '',
    detail: candidate.reason,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: `Turned down at ${answer.target.place}`,
    placeHolder: 'Choose a candidate to see why it was rejected',
    matchOnDetail: true,
  });
  return chosen?.index;
}

const titleOf = ({ techniques }: Rejected): string => techniques.join(', ') || 'rewrite';

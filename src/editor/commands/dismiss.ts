import { allPages } from '../answers/answer.ts';
import type { Answers } from '../answers/answers.ts';
import type { Command } from '../command-table.ts';
import { closePages } from '../documents.ts';
import { requireAnswer } from './apply.ts';

export function dismissCommand(answers: Answers): Command {
  return async reference => {
    const answer = requireAnswer(answers, reference);
    await closePages(allPages(answer));
    answers.remove(answer);
  };
}

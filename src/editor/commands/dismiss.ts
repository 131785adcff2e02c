import { allPages } from '../answers/answer.ts';
import type { Answers } from '../answers/answers.ts';
import { requireAnswer } from '../answers/require-answer.ts';
import { closePages } from '../documents.ts';
import type { Command } from '../register-commands.ts';

export function dismissCommand(answers: Answers): Command {
  return async reference => {
    const answer = requireAnswer(answers, reference);
    await closePages(allPages(answer));
    answers.remove(answer);
  };
}

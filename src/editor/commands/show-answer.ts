import type { Answers } from '../answers/answers.ts';
import { showAnswer } from '../answers/show.ts';
import type { Command } from '../command-table.ts';
import { requireAnswer } from './apply.ts';

export function showAnswerCommand(answers: Answers): Command {
  return async reference => showAnswer(requireAnswer(answers, reference));
}

import type { Answers } from '../answers/answers.ts';
import { requireAnswer } from '../answers/require-answer.ts';
import { showAnswer } from '../answers/show.ts';
import type { Command } from '../register-commands.ts';

export function showAnswerCommand(answers: Answers): Command {
  return async reference => showAnswer(requireAnswer(answers, reference));
}

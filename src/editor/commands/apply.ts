import { QuillError } from '../../core/errors.ts';
import { rewriteAlonePays } from '../../core/evidence/gains.ts';
import type { Answers } from '../answers/answers.ts';
import { applyRewrite, openMigration } from '../answers/apply.ts';
import { requireAnswer } from '../answers/require-answer.ts';
import type { Command } from '../register-commands.ts';
import type { StatementTracker } from '../statements/tracker.ts';

/** Puts the suggestion into the document and its indexes into an untitled migration. */
export function applyCommand(answers: Answers, tracker: StatementTracker): Command {
  return async reference => {
    const answer = requireAnswer(answers, reference);
    const { suggestion } = answer.result;
    if (!suggestion) throw new QuillError('usage', `There is nothing to apply at ${answer.target.place}.`);
    if (suggestion.rewritten) await applyRewrite(answer, tracker);
    answers.decide(answer);
    await openMigration(answer, suggestion.rewritten ? 'stay' : 'follow');
    return { kind: 'applied', answer: answer.id };
  };
}

/** Puts the rewrite into the document and leaves the indexes out. */
export function applyWithoutIndexesCommand(answers: Answers, tracker: StatementTracker): Command {
  return async reference => {
    const answer = requireAnswer(answers, reference);
    const { suggestion } = answer.result;
    if (!suggestion || !rewriteAlonePays(suggestion))
      throw new QuillError(
        'usage',
        `The rewrite at ${answer.target.place} does not pay without its indexes.`,
      );
    await applyRewrite(answer, tracker);
    answers.decide(answer);
    return { kind: 'applied', answer: answer.id };
  };
}

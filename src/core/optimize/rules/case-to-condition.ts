/**
 * Comparison of a CASE (or iif) with one of its results → the condition itself:
 *   CASE WHEN x > 1 THEN 'big' ELSE 'small' END = 'big'  →  x > 1
 *
 * Precondition: one branch, literal results that differ, and a place where NULL and false mean the same. For the
 * result of ELSE the condition must be known never to be NULL; else `IS NOT TRUE` is needed.
 * Wrong otherwise: ELSE is taken for NULL, too.
 * Source: CASE simplification as in Apache Calcite's ReduceExpressionsRule.
 */

import type { BoundQuery } from '../../sql/bound.ts';
import type { Expr } from '../../sql/model.ts';
import { stripParens } from '../../sql/walk.ts';
import type { Proposal, Rule } from '../contract.ts';
import { conditions } from './rewriting/comparison.ts';
import { isFilter, standsAlone } from './rewriting/conjuncts.ts';
import { numberOf, textValue } from './rewriting/constants.ts';
import { keyword } from './rewriting/layout.ts';
import { together } from './rewriting/together.ts';
import { sourceOf } from './rewriting/tree.ts';

export const caseToCondition: Rule = {
  technique: 'case-to-condition',
  propose: q => together(places(q)),
};

function* places(q: BoundQuery): Iterable<Proposal> {
  for (const condition of conditions(q)) {
    if (condition.kind !== 'comparison' || condition.operator !== '=' || !isFilter(q, condition.whole))
      continue;
    const choice = choiceOf(condition.subject);
    const wanted = constant(condition.value);
    if (!choice || wanted === undefined) continue;
    const [then, otherwise] = [constant(choice.result), choice.otherwise && constant(choice.otherwise)];
    if (then === undefined || then === otherwise || (choice.otherwise && otherwise === undefined)) continue;
    const text = sourceOf(q, choice.when);
    if (wanted === then) {
      const loose = choice.when.kind === 'binary' && choice.when.operator === 'or';
      const bare = standsAlone(q, condition.whole) && !loose;
      yield { edits: [{ span: condition.whole.span, text: bare ? text : `(${text})` }] };
    }
    if (wanted === otherwise) {
      const negated = `(${text}) ${keyword(q, 'IS NOT TRUE')}`;
      yield { edits: [{ span: condition.whole.span, text: negated }] };
    }
  }
}

function choiceOf(expr: Expr): { when: Expr; result: Expr; otherwise?: Expr | undefined } | undefined {
  if (expr.kind === 'function' && expr.name === 'iif' && expr.args.length === 3) {
    const [when, then, otherwise] = expr.args;
    return { when: when!, result: then!, otherwise };
  }
  if (expr.kind !== 'case' || expr.operand || expr.branches.length !== 1) return undefined;
  const [branch] = expr.branches;
  return { when: branch!.when, result: branch!.then, otherwise: expr.otherwise };
}

function constant(expr: Expr): string | undefined {
  const text = textValue(expr);
  const number = numberOf(stripParens(expr));
  return text !== undefined ? `'${text}` : number?.toString();
}

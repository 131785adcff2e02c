/** The answer of `quill optimize`, as JSON and as text. */

import { planTree } from '../core/evidence/plan-tree.ts';
import { type EvidenceContext, evidenceMarkdown } from '../core/evidence/report.ts';
import type { OptimizeResult, Suggestion } from '../core/optimize/contract.ts';
import { diffText } from './diff-text.ts';
import { toJson } from './json.ts';

/** One JSON object. Times are milliseconds, speedups ratios, plans trees as text. */
export function optimizeJson(result: OptimizeResult): string {
  const { original, suggestion, alternatives } = result;
  return toJson(
    {
      ...result,
      original: { ...original, plan: planTree(original.plan) },
      suggestion: suggestion && suggestionObject(suggestion),
      alternatives: alternatives.map(suggestionObject),
    },
    2,
  );
}

function suggestionObject(suggestion: Suggestion): object {
  const { indexes, plan } = suggestion;
  return {
    ...suggestion,
    indexes: indexes.map(index => index.sql),
    indexDetails: indexes,
    plan: { before: planTree(plan.before), after: planTree(plan.after) },
  };
}

/** A diff and the evidence, to be read in a terminal. */
export function optimizeText(result: OptimizeResult, context: EvidenceContext, colour: boolean): string {
  const { original, suggestion } = result;
  const evidence = evidenceMarkdown(result, context);
  if (!suggestion?.rewritten) return evidence;
  return `${diffText(original.sql, suggestion.sql, colour)}\n${evidence}`;
}

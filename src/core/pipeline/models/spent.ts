/** Accounts of what models have cost. */
import type { Spent } from '../contract.ts';
import { costOf, type Price } from './prices.ts';
import type { Tokens } from './unusable-answer.ts';

/** No answer counts more tokens, whatever its server says. */
export const mostTokens = 10_000_000;

export const nothingSpent: Spent = { promptTokens: 0, completionTokens: 0, cost: 0 };

/** What one answer has cost; US dollars 0 where the price is unknown. */
export function spentOn(answer: Tokens, price: Price | undefined): Spent {
  const promptTokens = countedTokens(answer.promptTokens);
  const completionTokens = countedTokens(answer.completionTokens);
  return {
    promptTokens,
    completionTokens,
    cost: price === undefined ? 0 : costOf(price, promptTokens, completionTokens),
  };
}

/** A count that can be added up: finite and not negative. */
function countedTokens(count: number): number {
  return count > 0 ? Math.min(count, mostTokens) : 0;
}

/** Both together. */
export function addSpent(a: Spent, b: Spent): Spent {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    cost: a.cost + b.cost,
  };
}

/** The share of one of several examples that came of one request; token counts may have fractions. */
export function shareOf(spent: Spent, examples: number): Spent {
  const parts = Math.max(1, examples);
  return {
    promptTokens: spent.promptTokens / parts,
    completionTokens: spent.completionTokens / parts,
    cost: spent.cost / parts,
  };
}

/** List prices of well-known models. They change: a run can name its own. */

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** As the providers' lists were on 2026-04-30. */
const prices: Readonly<Record<string, Price>> = {
  'gpt-5.5': { input: 5, output: 30 },
  'gpt-5.4': { input: 2.5, output: 15 },
  'gpt-5.4-mini': { input: 0.75, output: 4.5 },
  'gpt-5': { input: 1.25, output: 10 },
  'gpt-5-mini': { input: 0.25, output: 2 },
  'gpt-5-nano': { input: 0.05, output: 0.4 },
  'gpt-4.1': { input: 2, output: 8 },
  'gpt-4.1-mini': { input: 0.4, output: 1.6 },
  'gpt-4.1-nano': { input: 0.1, output: 0.4 },
  'gpt-4o': { input: 2.5, output: 10 },
  'gpt-4o-mini': { input: 0.15, output: 0.6 },
  o3: { input: 2, output: 8 },
  'o4-mini': { input: 1.1, output: 4.4 },
  'claude-opus-4-7': { input: 5, output: 25 },
  'claude-sonnet-4-6': { input: 3, output: 15 },
  'claude-sonnet-4-5': { input: 3, output: 15 },
  'claude-haiku-4-5': { input: 1, output: 5 },
  'gemini-3.1-pro': { input: 2, output: 12 },
  'gemini-3.1-flash-lite': { input: 0.25, output: 1.5 },
  'gemini-2.5-pro': { input: 1.25, output: 10 },
  'gemini-2.5-flash': { input: 0.3, output: 2.5 },
  'gemini-2.5-flash-lite': { input: 0.1, output: 0.4 },
  'deepseek-v4-flash': { input: 0.14, output: 0.28 },
};

/**
 * The list price of a model, also under the name of a reseller (`openai/gpt-5-mini`), a dated one (`gpt-5-2025-08-07`)
 * or with `-latest` and `-preview`. Undefined when the model is not in the table.
 */
export function priceOf(model: string): Price | undefined {
  const name = model
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/[-@]?(20\d\d-\d\d-\d\d|20\d{6})$/, '')
    .replace(/-(latest|preview)$/, '');
  return Object.hasOwn(prices, name) ? prices[name] : undefined;
}

/** True where what a model costs is given or known. */
export function isPriced({
  model,
  price,
}: {
  readonly model: string;
  readonly price: Price | null;
}): boolean {
  return price !== null || priceOf(model) !== undefined;
}

/** More than any answer costs, so that costs stay numbers that can be added up and stored. */
const highestCost = 1e9;

/** US dollars. */
export function costOf(price: Price, promptTokens: number, completionTokens: number): number {
  const cost = (price.input * promptTokens + price.output * completionTokens) / 1_000_000;
  return cost > 0 ? Math.min(cost, highestCost) : 0;
}

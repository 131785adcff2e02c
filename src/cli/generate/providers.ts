/** Who writes and optimizes, by the run's configuration. */
import { endpointKey, isLoopback } from '../../adapters/endpoint/api-key.ts';
import { openAiModel } from '../../adapters/openai.ts';
import { QuillError } from '../../core/errors.ts';
import type { RunConfig } from '../../core/pipeline/config.ts';
import type { Optimizer, Writer } from '../../core/pipeline/contract.ts';
import { Allowance, allowedModel } from '../../core/pipeline/models/allowance.ts';
import { ModelOptimizer } from '../../core/pipeline/models/model-optimizer.ts';
import { ModelWriter } from '../../core/pipeline/models/model-writer.ts';
import { priceOf } from '../../core/pipeline/models/prices.ts';
import { ReadabilityJudge } from '../../core/pipeline/models/readability-judge.ts';
import { BuiltinWriter } from '../../core/pipeline/writers/builtin/builtin-writer.ts';

export interface Providers {
  readonly writer: Writer;
  readonly optimizers: readonly Optimizer[];
  readonly readability?: ReadabilityJudge;
  /** What the models may still cost in this run. */
  readonly allowance?: Allowance;
}

/**
 * `namedUrl`: the endpoint's URL was named by the user for this process, and not read from a stored run, which may have
 * come with somebody's repository: a key goes to no other host but this machine. Throws QuillError: `unsupported` for
 * the local model, `usage` for a malformed URL, or one that must be named again. `isResumed`: the endpoint has answered
 * before.
 */
export function providersOf(config: RunConfig, namedUrl: boolean, isResumed = false): Providers {
  if (config.writer === 'local' || config.optimizers.includes('local'))
    throw new QuillError(
      'unsupported',
      'There is no local model yet; use --provider builtin, or openai with --base-url and --model.',
    );
  const { endpoint } = config;
  if (endpoint === null) return { writer: new BuiltinWriter(), optimizers: [] };
  const apiKey = endpointKey(endpoint.baseUrl, process.env);
  if (apiKey !== undefined && !namedUrl && !isLoopback(endpoint.baseUrl))
    throw new QuillError(
      'usage',
      `The run was begun with ${endpoint.baseUrl}; to send your key there, resume it with --base-url and this address.`,
    );
  const price = endpoint.price ?? undefined;
  const allowance = new Allowance(config.maxCost);
  const server = openAiModel({
    baseUrl: endpoint.baseUrl,
    apiKey,
    model: endpoint.model,
    requestsPerMinute: endpoint.requestsPerMinute ?? undefined,
    concurrency: config.concurrency,
    hasAnswered: isResumed,
  });
  const model = allowedModel(server, price ?? priceOf(endpoint.model), allowance);
  return {
    allowance,
    writer:
      config.writer === 'openai'
        ? new ModelWriter(model, { price, ownValues: config.sendValues })
        : new BuiltinWriter(),
    optimizers: config.optimizers.includes('openai') ? [new ModelOptimizer(model, { price })] : [],
    ...(config.judgeReadability && { readability: new ReadabilityJudge(model, price) }),
  };
}

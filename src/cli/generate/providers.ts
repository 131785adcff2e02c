/** Who writes and optimizes, by the run's configuration. */
import { endpointKey } from '../../adapters/endpoint/api-key.ts';
import { openAiModel } from '../../adapters/openai.ts';
import { QuillError } from '../../core/errors.ts';
import type { RunConfig } from '../../core/pipeline/config.ts';
import type { Optimizer, Writer } from '../../core/pipeline/contract.ts';
import { ModelOptimizer } from '../../core/pipeline/models/model-optimizer.ts';
import { ModelWriter } from '../../core/pipeline/models/model-writer.ts';
import { ReadabilityJudge } from '../../core/pipeline/models/readability-judge.ts';
import { BuiltinWriter } from '../../core/pipeline/writers/builtin/builtin-writer.ts';

export interface Providers {
  readonly writer: Writer;
  readonly optimizers: readonly Optimizer[];
  readonly readability?: ReadabilityJudge;
}

/** Throws QuillError: `unsupported` for the local model, `usage` for a malformed URL. */
export function providersOf(config: RunConfig): Providers {
  if (config.writer === 'local' || config.optimizers.includes('local'))
    throw new QuillError(
      'unsupported',
      'There is no local model yet; use --provider builtin, or openai with --base-url and --model.',
    );
  const { endpoint } = config;
  if (endpoint === null) return { writer: new BuiltinWriter(), optimizers: [] };
  const model = openAiModel({
    baseUrl: endpoint.baseUrl,
    apiKey: endpointKey(endpoint.baseUrl, process.env),
    model: endpoint.model,
    requestsPerMinute: endpoint.requestsPerMinute ?? undefined,
    concurrency: config.concurrency,
  });
  const price = endpoint.price ?? undefined;
  return {
    writer: config.writer === 'openai' ? new ModelWriter(model, { price }) : new BuiltinWriter(),
    optimizers: config.optimizers.includes('openai') ? [new ModelOptimizer(model, { price })] : [],
    ...(config.judgeReadability && { readability: new ReadabilityJudge(model, price) }),
  };
}

import assert from 'node:assert/strict';
import { openAiModel } from '../../../../src/adapters/openai.ts';
import { QuillError } from '../../../../src/core/errors.ts';
import type { PipelineSchema } from '../../../../src/core/pipeline/contract.ts';
import { ModelOptimizer } from '../../../../src/core/pipeline/models/model-optimizer.ts';
import { ModelWriter } from '../../../../src/core/pipeline/models/model-writer.ts';
import { ReadabilityJudge } from '../../../../src/core/pipeline/models/readability-judge.ts';
import { Unfinished } from '../../../../src/core/pipeline/models/unfinished.ts';
import { OutageError, withPatience } from '../../../../src/core/pipeline/patience.ts';
import { answerText } from '../../../../src/core/prompt/optimize.ts';
import { type EndpointServer, inTurn, type Reply, startEndpoint } from '../endpoint-server.ts';
import { itemOf, shopSchema } from './schema.ts';

const slow = "SELECT name FROM customers WHERE country = 'DE' OR country = 'FR'";
const fast = "SELECT name FROM customers WHERE country IN ('DE', 'FR')";
const written = (sql: string): Reply => ({ text: JSON.stringify({ queries: [{ task: '', sql }] }) });
const optimized = (sql: string): Reply => ({ text: answerText({ sql, indexes: [] }) });

describe('a model that is of no use', () => {
  let schema: PipelineSchema;
  const servers: EndpointServer[] = [];
  const never = new AbortController().signal;

  before(async () => {
    schema = await shopSchema();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  async function serve(...args: Parameters<typeof startEndpoint>) {
    const server = await startEndpoint(...args);
    servers.push(server);
    return {
      server,
      model: openAiModel({ baseUrl: server.url, model: 'gpt-5-mini', backoffMs: 5, retries: 2 }),
    };
  }

  it('is given up where its server is away for far more than an hour', async () => {
    let ms = 0;
    let waits = 0;
    const away = withPatience(
      () => Promise.reject(new OutageError('No server answers.')),
      {
        isWorthWaiting: () => true,
        clock: { now: () => ms },
        now: () => new Date(ms),
        onWait: () => waits++,
        sleep: async wait => {
          ms += wait;
        },
      },
      never,
    );
    await assert.rejects(
      away,
      /^OutageError: No server answers\. It was tried for (89|90) min; resume the run/,
    );
    assert.ok(waits > 80 && waits < 100, `${waits}`);
  });

  it('ends after ten answers in a row without a query, and quotes one', async () => {
    const { server, model } = await serve(inTurn({ text: `I am\u001b[2J a teapot. ${'x'.repeat(5000)}` }));
    const optimizer = new ModelOptimizer(model);
    const writer = new ModelWriter(model);
    for (let n = 0; n < 9; n++) {
      await optimizer.propose(schema, slow, never);
      await writer.write(itemOf(schema), never);
    }
    const isTold = (error: unknown): boolean =>
      error instanceof Unfinished &&
      QuillError.is(error.cause, 'endpoint') &&
      /^10 answers of gpt-5-mini in a row held no query .* begins with "I am \[2J a teapot\. x{50,120}…"; try/.test(
        error.cause.message,
      );
    await assert.rejects(optimizer.propose(schema, slow, never), isTold);
    await assert.rejects(writer.write(itemOf(schema), never), isTold);
    assert.equal(server.requests.length, 20);
  });

  it('goes on with a model that is rarely of use', async () => {
    const { model } = await serve((_, nth) =>
      nth % 10 === 9
        ? optimized(fast)
        : nth % 10 < 8
          ? { text: 'No.' }
          : optimized('SELECT nme FROM customers'),
    );
    const optimizer = new ModelOptimizer(model);
    for (let n = 0; n < 40; n++) await optimizer.propose(schema, slow, never);
  });

  it('ends after forty answers in a row of which no query runs', async () => {
    const { model } = await serve(inTurn(written('SELECT nme FROM nothing')));
    const writer = new ModelWriter(model);
    for (let n = 0; n < 39; n++) await writer.write(itemOf(schema), never);
    await assert.rejects(
      writer.write(itemOf(schema), never),
      /40 answers of gpt-5-mini in a row held no query/,
    );
  });

  it('ends after ten marks of readability that are none', async () => {
    const { model } = await serve(inTurn({ text: 'Very readable.' }));
    const judge = new ReadabilityJudge(model);
    for (let n = 0; n < 9; n++) await judge.mark(slow, slow, never);
    await assert.rejects(judge.mark(slow, slow, never), /10 answers .* held no mark of readability/);
  });
});

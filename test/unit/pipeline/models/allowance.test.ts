import assert from 'node:assert/strict';
import { openAiModel } from '../../../../src/adapters/openai.ts';
import { Allowance, allowedModel } from '../../../../src/core/pipeline/models/allowance.ts';
import { errorReply, inTurn, startEndpoint } from '../endpoint-server.ts';

describe('the allowance of a run', () => {
  it('tells what is set aside before a request is sent, and what came of it', async () => {
    const usage = { prompt_tokens: 0, completion_tokens: 1000 };
    const server = await startEndpoint(inTurn({ text: 'x', usage }, errorReply(400, 'no')));
    try {
      const model = openAiModel({ baseUrl: server.url, model: 'gpt-5-mini' });
      const allowance = new Allowance(null);
      const told: [string, number, number, number][] = [];
      allowance.onAsked = async (most, request) =>
        void told.push(['asked', request, most, server.requests.length]);
      allowance.onPaid = async (cost, request) =>
        void told.push(['paid', request, cost, server.requests.length]);
      const allowed = allowedModel(model, { input: 0, output: 10 }, allowance);
      const request = { messages: [], maxTokens: 2000, temperature: 0 };
      const never = new AbortController().signal;
      await allowed.chat(request, never);
      await assert.rejects(allowed.chat(request, never), /refuses a request/);
      assert.deepEqual(told, [
        ['asked', 1, 0.02, 0],
        ['paid', 1, 0.01, 1],
        ['asked', 2, 0.02, 1],
        ['paid', 2, 0, 2],
      ]);
      allowance.onAsked = () => Promise.reject(new Error('The disk is full.'));
      await assert.rejects(allowed.chat(request, never), /disk is full/);
      assert.equal(server.requests.length, 2);
    } finally {
      await server.close();
    }
  });

  it('counts no more than was set aside where a server counts what no request can have used', async () => {
    const answers = [
      { prompt_tokens: 1e300, completion_tokens: 1e300 },
      { prompt_tokens: 3, completion_tokens: 9_000_000 },
      { prompt_tokens: 3, completion_tokens: 4000 },
    ];
    const server = await startEndpoint(inTurn(...answers.map(usage => ({ text: 'x', usage }))));
    try {
      const allowance = new Allowance(0.5);
      const notes: string[] = [];
      allowance.onNote = note => void notes.push(note);
      const model = openAiModel({ baseUrl: server.url, model: 'scribe' });
      const allowed = allowedModel(model, { input: 10, output: 10 }, allowance);
      const messages = [{ role: 'user' as const, content: 'x'.repeat(400) }];
      const ask = () =>
        allowed.chat({ messages, maxTokens: 1000, temperature: 0 }, new AbortController().signal);
      const [first, second, third] = [await ask(), await ask(), await ask()];
      assert.deepEqual([first.promptTokens, first.completionTokens], [200, 1000]);
      assert.deepEqual([second.promptTokens, second.completionTokens], [3, 1000]);
      // More than was asked for, as of models that think at length.
      assert.deepEqual([third.promptTokens, third.completionTokens], [3, 4000]);
      assert.ok(Math.abs(allowance.spent - 0.01 * (1.2 + 1.003 + 4.003)) < 1e-9, `${allowance.spent}`);
      assert.equal(notes.length, 1);
      assert.match(
        notes[0] ?? '',
        /scribe's server counts [\d,]+ tokens .* more than it can have used; 1,200 /,
      );
    } finally {
      await server.close();
    }
  });

  it('never overshoots its limit by usage that cannot be, however many requests are under way', async () => {
    const usage = { prompt_tokens: 1e300, completion_tokens: 1e300 };
    const server = await startEndpoint(inTurn({ text: 'x', usage }));
    try {
      const allowance = new Allowance(0.05);
      const model = openAiModel({ baseUrl: server.url, model: 'scribe' });
      const allowed = allowedModel(model, { input: 1, output: 10 }, allowance);
      const request = { messages: [], maxTokens: 1000, temperature: 0 };
      const { signal } = new AbortController();
      await Promise.allSettled(Array.from({ length: 8 }, () => allowed.chat(request, signal)));
      assert.ok(allowance.spent <= 0.05 + 1e-12, `${allowance.spent}`);
      assert.equal(server.requests.length, 5);
    } finally {
      await server.close();
    }
  });
});

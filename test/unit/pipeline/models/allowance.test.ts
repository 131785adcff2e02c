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
});

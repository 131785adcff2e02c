import assert from 'node:assert/strict';
import { tellsKey } from '../../../src/adapters/endpoint/api-key.ts';
import { RequestLimiter } from '../../../src/adapters/endpoint/request-limiter.ts';
import { type EndpointOptions, openAiModel } from '../../../src/adapters/openai.ts';
import { QuillError } from '../../../src/core/errors.ts';
import { RefusedRequest } from '../../../src/core/pipeline/models/refused-request.ts';
import { UnusableAnswer } from '../../../src/core/pipeline/models/unusable-answer.ts';
import { OutageError } from '../../../src/core/pipeline/patience.ts';
import type { ChatRequest, Model } from '../../../src/core/ports.ts';
import {
  type EndpointServer,
  errorReply,
  inTurn,
  type Reply,
  type SeenRequest,
  startEndpoint,
} from '../pipeline/endpoint-server.ts';

const request: ChatRequest = {
  messages: [{ role: 'user', content: 'Answer with JSON.' }],
  answer: { name: 'answer', schema: { type: 'object' } },
  maxTokens: 100,
  temperature: 0.2,
  seed: 7,
};
const secret = 'sk-very-secret-key';

describe('endpoint', () => {
  const servers: EndpointServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  async function serve(...args: Parameters<typeof startEndpoint>): Promise<EndpointServer> {
    const server = await startEndpoint(...args);
    servers.push(server);
    return server;
  }

  function modelOf(server: { url: string }, more: Partial<EndpointOptions> = {}): Model {
    return openAiModel({ baseUrl: server.url, model: 'small', backoffMs: 5, retries: 3, ...more });
  }

  async function failureOf(model: Model, signal = never()): Promise<QuillError> {
    try {
      await model.chat(request, signal);
    } catch (error) {
      assert.ok(error instanceof QuillError, String(error));
      return error;
    }
    return assert.fail('The request should fail.');
  }

  const never = () => new AbortController().signal;

  it('asks for JSON by schema and reads text and tokens', async () => {
    const server = await serve(inTurn({ text: '{"a":1}' }));
    const answer = await modelOf(server, { apiKey: secret }).chat(request, never());
    assert.deepEqual(answer, { text: '{"a":1}', complete: true, promptTokens: 100, completionTokens: 50 });
    const [{ headers, body }] = server.requests as [SeenRequest];
    assert.equal(headers.authorization, `Bearer ${secret}`);
    assert.equal(body.response_format?.type, 'json_schema');
    assert.deepEqual([body.model, body.max_tokens, body.temperature, body.seed], ['small', 100, 0.2, 7]);
  });

  it('sends no key, organisation or address parts that were not given', async () => {
    process.env['OPENAI_ORG_ID'] = 'org-secret';
    process.env['OPENAI_API_KEY'] = 'sk-other';
    try {
      const server = await serve(inTurn({ text: 'x' }));
      await modelOf(server).chat(request, never());
      const { headers } = server.requests[0]!;
      assert.equal(headers.authorization, undefined);
      assert.equal(headers['openai-organization'], undefined);
    } finally {
      delete process.env['OPENAI_ORG_ID'];
      delete process.env['OPENAI_API_KEY'];
    }
  });

  it('posts nothing to where a server redirects to', async () => {
    const other = await serve(inTurn({ text: 'x' }));
    for (const status of [301, 302, 307, 308]) {
      const location = `${other.url}/chat/completions`;
      const server = await serve(inTurn({ status, headers: { location }, body: '' }));
      const error = await failureOf(modelOf(server, { apiKey: secret }));
      assert.equal(error.reason, 'endpoint');
      assert.match(error.message, new RegExp(`redirects to 127.0.0.1:${other.port}, where nothing is sent`));
      assert.ok(!(error instanceof OutageError));
    }
    assert.equal(other.requests.length, 0);
  });

  it('waits no longer than ten minutes, however long a server asks for', async () => {
    for (const headers of [{ 'retry-after': '31536000' }, { 'retry-after-ms': '1e300' }]) {
      const server = await serve(inTurn(errorReply(429, 'slow down', { headers }), { text: 'x' }));
      const model = modelOf(server);
      const error = await failureOf(model);
      assert.ok(error instanceof OutageError);
      assert.match(error.message, /It asks to wait 10 min/);
      // The next request waits for the pause, and ends with the signal.
      const controller = new AbortController();
      const next = failureOf(model, controller.signal);
      setTimeout(() => controller.abort(), 30);
      assert.equal((await next).reason, 'cancelled');
      assert.equal(server.requests.length, 1);
    }
    const limiter = new RequestLimiter({ concurrency: 1 });
    limiter.pause(Number.POSITIVE_INFINITY);
    const warned: string[] = [];
    const note = (warning: Error) => warned.push(warning.name);
    process.on('warning', note);
    const controller = new AbortController();
    const turn = limiter.acquire(controller.signal);
    setTimeout(() => controller.abort(), 30);
    await assert.rejects(turn, /cancelled/);
    process.off('warning', note);
    assert.deepEqual(warned, []);
  });

  it('counts tokens that can be added up', async () => {
    const counts: [number, number, number, number][] = [
      [1.7e308, 1, 10_000_000, 1],
      [-1e9, -5, 5, 1],
    ];
    for (const [prompt_tokens, completion_tokens, prompt, completion] of counts) {
      const server = await serve(inTurn({ text: 'abc', usage: { prompt_tokens, completion_tokens } }));
      const answer = await modelOf(server).chat(request, never());
      assert.deepEqual([answer.promptTokens, answer.completionTokens], [prompt, completion]);
    }
  });

  it('repeats after 429, 500, 503, 409, 408 and a broken connection', async () => {
    const faults: Reply[] = [
      errorReply(429, 'slow down', { headers: { 'retry-after': '0' } }),
      errorReply(500, 'oops'),
      errorReply(503, 'overloaded'),
      errorReply(409, 'conflict'),
      errorReply(408, 'timeout'),
      { breaks: 'before' },
      { body: { error: { message: 'busy', code: 503 } } },
    ];
    for (const fault of faults) {
      const server = await serve(inTurn(fault, fault, { text: 'at last' }));
      const answer = await modelOf(server).chat(request, never());
      assert.equal(answer.text, 'at last', JSON.stringify(fault));
      assert.equal(server.requests.length, 3);
    }
  });

  it('leaves answers that cannot be used to the caller, with what they have cost', async () => {
    const usage = { prompt_tokens: 30, completion_tokens: 20 };
    const faults: [Reply, RegExp, number, number, boolean][] = [
      [{ breaks: 'within', text: 'long enough to be cut in two' }, /breaks off/, 5, 100, true],
      [{ body: '{"choices": [{"message"' }, /breaks off/, 5, 100, true],
      [{ body: { choices: [] } }, /cannot be used \(no choices\)/, 5, 100, false],
      [{ body: { choices: [], usage } }, /no choices/, 30, 20, false],
      [{ text: `SELECT '${secret}'` }, /it repeats your key/, 100, 50, false],
    ];
    for (const [fault, why, prompt, completion, mayPass] of faults) {
      const server = await serve(inTurn(fault));
      const error = await failureOf(modelOf(server, { apiKey: secret }));
      assert.ok(error instanceof UnusableAnswer, error.message);
      assert.match(error.message, why);
      assert.deepEqual(
        [error.tokens.promptTokens, error.tokens.completionTokens, error.mayPass],
        [prompt, completion, mayPass],
      );
      assert.equal(server.requests.length, 1);
    }
  });

  it('doubts no address that has answered well for one odd answer', async () => {
    for (const body of ['null', { choices: [null] }, { hello: 1 }, '<html>Hello</html>']) {
      const server = await serve(inTurn({ text: 'x' }, { body }, { text: 'y' }));
      const model = modelOf(server);
      await model.chat(request, never());
      assert.ok((await failureOf(model)) instanceof UnusableAnswer, JSON.stringify(body));
      assert.equal((await model.chat(request, never())).text, 'y');
      const again = await serve(inTurn({ body }));
      assert.ok((await failureOf(modelOf(again, { hasAnswered: true }))) instanceof UnusableAnswer);
    }
  });

  it('shows and passes on no key, whatever stands between its letters', async () => {
    const spelt = [
      secret,
      [...secret].join('\u200b'),
      [...secret].join(' '),
      [...secret].join('\u00ad\n'),
      [...secret.toUpperCase()].join('\u0301'),
      [...secret].join('<b></b>'),
      Buffer.from(secret).toString('base64url'),
      [...secret].reverse().join(''),
    ];
    for (const text of spelt) {
      const telling = await serve(inTurn(errorReply(403, `No: Bearer ${text}`)));
      const { message } = await failureOf(modelOf(telling, { apiKey: secret }));
      assert.match(message, /No: Bearer …\)/);
    }
    const escaped = [...secret].map(letter => `\\u00${letter.charCodeAt(0).toString(16)}`).join('');
    for (const text of [...spelt.slice(0, 5), escaped, [...secret].join('\\n')]) {
      assert.ok(tellsKey(`SELECT '${text}'`, secret), text);
      const echoing = await serve(inTurn({ text: `{"sql": "SELECT '${text}'"}` }));
      assert.match((await failureOf(modelOf(echoing, { apiKey: secret }))).message, /it repeats your key/);
    }
    assert.ok(!tellsKey("SELECT 'sk-other'", secret) && !tellsKey('SELECT abc', 'abc'));
    assert.ok(tellsKey('a+b(c)[d]\\e', 'a+b(c)[d]\\e'));
  });

  it('waits as long as Retry-After says, for all requests', async () => {
    const limited = errorReply(429, 'slow down', { headers: { 'retry-after-ms': '300' } });
    const server = await serve(inTurn(limited, { text: 'x' }));
    const model = modelOf(server, { concurrency: 1 });
    await Promise.all([model.chat(request, never()), model.chat(request, never())]);
    const [first, second] = server.requests as [SeenRequest, SeenRequest];
    assert.ok(second.at - first.at >= 290, `${second.at - first.at} ms`);
  });

  it('leaves long waits and dead servers to the caller as an outage', async () => {
    const limited = await serve(inTurn(errorReply(429, 'later', { headers: { 'retry-after': '3600' } })));
    assert.ok((await failureOf(modelOf(limited))) instanceof OutageError);
    assert.equal(limited.requests.length, 1);
    const failing = await serve(inTurn(errorReply(500, 'oops')));
    const error = await failureOf(modelOf(failing));
    assert.ok(error instanceof OutageError);
    assert.equal(failing.requests.length, 4);
    assert.match(error.message, /127\.0\.0\.1:\d+\/v1 fails \(500: oops\)/);
  });

  it('names a dead host and works again when it is back', async () => {
    const first = await serve(inTurn({ text: 'one' }));
    const model = modelOf(first);
    assert.equal((await model.chat(request, never())).text, 'one');
    await first.close();
    const error = await failureOf(model);
    assert.ok(error instanceof OutageError);
    assert.equal(error.message, `No server answers at ${first.url}; start it or check the URL.`);
    await serve(inTurn({ text: 'two' }), first.port);
    assert.equal((await model.chat(request, never())).text, 'two');
  });

  it('says what a person must mend: key, model, URL, credit', async () => {
    const cases: [Reply, RegExp][] = [
      [errorReply(401, `Incorrect API key provided: ${secret}.`), /refuses the key .*; set QUILL_API_KEY/],
      [errorReply(403, 'not yours'), /does not allow the use of small/],
      [errorReply(404, 'The model `small` does not exist'), /knows no model "small"/],
      [errorReply(404, 'Not Found'), /usually ends in \/v1/],
      [errorReply(429, 'You exceeded your current quota', { code: 'insufficient_quota' }), /no credit left/],
      [
        { body: '<html>Hello</html>', headers: { 'content-type': 'text/html' } },
        /does not answer as the OpenAI protocol/,
      ],
      [{ body: { hello: 1 } }, /no choices/],
      [{ body: { choices: [null] } }, /protocol says \("choices\.0" is null\)/],
      [{ body: { choices: [{ message: 'hello' }] } }, /"choices\.0\.message" is "hello"/],
      [{ body: { choices: 'none' } }, /"choices" is "none"/],
    ];
    for (const [reply, pattern] of cases) {
      const server = await serve(inTurn(reply));
      const error = await failureOf(modelOf(server, { apiKey: secret }));
      assert.match(error.message, pattern);
      assert.equal(error.reason, 'endpoint');
      assert.ok(!(error instanceof OutageError) && !(error instanceof RefusedRequest));
      assert.equal(server.requests.length, 1);
      const all = `${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`;
      assert.ok(!all.includes(secret), 'the key shows');
    }
  });

  it('says why a connection fails', async () => {
    const blocked = await failureOf(modelOf({ url: 'http://127.0.0.1:9/v1' }, { retries: 0 }));
    assert.match(blocked.message, /cannot be reached \(bad port\)/);
    const lost = await failureOf(modelOf({ url: 'http://no-such-host.invalid/v1' }, { retries: 0 }));
    assert.match(lost.message, /The host of http:\/\/no-such-host\.invalid\/v1 is not found/);
  });

  it('strips what could move a cursor from the server’s words', async () => {
    const server = await serve(inTurn(errorReply(403, 'a\u001b[2Jb\nc')));
    assert.match((await failureOf(modelOf(server))).message, /a \[2Jb c/);
  });

  it('falls back where parts of the protocol are refused, and remembers it', async () => {
    const server = await serve(({ body }) => {
      if (body.response_format?.type === 'json_schema')
        return errorReply(400, "'response_format' is not supported");
      if (body.response_format !== undefined) return errorReply(500, 'json_object: not implemented');
      if (body.max_tokens !== undefined) {
        return errorReply(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.");
      }
      if (body.temperature !== undefined) return errorReply(400, "'temperature' does not support 0.2");
      return { text: 'plain' };
    });
    const model = modelOf(server);
    assert.equal((await model.chat(request, never())).text, 'plain');
    assert.equal(server.requests.length, 5);
    assert.equal((await model.chat(request, never())).text, 'plain');
    assert.equal(server.requests.length, 6);
    assert.equal(server.requests[5]!.body.max_completion_tokens, 100);
  });

  it('keeps to schemas where one answer alone did not fit', async () => {
    const server = await serve(
      inTurn(errorReply(400, 'Failed to generate JSON. Please adjust your prompt.'), { text: 'x' }),
    );
    const model = modelOf(server);
    await model.chat(request, never());
    await model.chat(request, never());
    const forms = server.requests.map(({ body }) => body.response_format?.type);
    assert.deepEqual(forms, ['json_schema', 'json_object', 'json_schema']);
  });

  it('refuses a single request that no other form mends', async () => {
    const long = await serve(inTurn(errorReply(400, "This model's maximum context length is 4096 tokens")));
    assert.ok((await failureOf(modelOf(long))) instanceof RefusedRequest);
    assert.equal(long.requests.length, 1);
    const mute = await serve(inTurn(errorReply(400, '')));
    assert.ok((await failureOf(modelOf(mute))) instanceof RefusedRequest);
    assert.equal(mute.requests.length, 3);
  });

  it('tells an answer that was cut off, and counts tokens where the server does not', async () => {
    const server = await serve(inTurn({ text: 'abcdefgh', finish: 'length', usage: null }));
    const answer = await modelOf(server).chat(request, never());
    assert.deepEqual(answer, { text: 'abcdefgh', complete: false, promptTokens: 5, completionTokens: 2 });
  });

  it('gives up on an answer that does not come, and on one without an end', async () => {
    const slow = await serve(inTurn({ delayMs: 2000 }));
    const error = await failureOf(modelOf(slow, { timeoutMs: 60, retries: 1 }));
    assert.ok(error instanceof UnusableAnswer && error.mayPass);
    assert.match(error.message, /has not answered within 0\.06 s/);
    assert.equal(slow.requests.length, 1);
    const endless = await serve(inTurn({ text: 'x'.repeat(9_000_000) }));
    assert.match((await failureOf(modelOf(endless))).message, /an answer without an end/);
  });

  it('cancels in flight, while waiting for a turn, and between tries', async () => {
    const server = await serve(inTurn({ delayMs: 5000 }));
    const model = modelOf(server, { concurrency: 1 });
    const controller = new AbortController();
    const begin = performance.now();
    const both = [failureOf(model, controller.signal), failureOf(model, controller.signal)];
    setTimeout(() => controller.abort(), 50);
    for (const error of await Promise.all(both)) assert.equal(error.reason, 'cancelled');
    assert.equal(server.requests.length, 1);
    const failing = await serve(inTurn(errorReply(500, 'oops')));
    const later = new AbortController();
    setTimeout(() => later.abort(), 50);
    const error = await failureOf(
      modelOf(failing, { backoffMs: 60_000, longestWaitMs: 90_000 }),
      later.signal,
    );
    assert.equal(error.reason, 'cancelled');
    assert.ok(performance.now() - begin < 2000);
    assert.equal((await failureOf(model, AbortSignal.abort())).reason, 'cancelled');
  });

  it('sends no more at once than it may', async () => {
    const server = await serve(inTurn({ text: 'x', delayMs: 30 }));
    const model = modelOf(server, { concurrency: 2 });
    await Promise.all(Array.from({ length: 6 }, () => model.chat(request, never())));
    assert.equal(server.busiest, 2);
  });

  it('refuses addresses that are none or hold a secret', () => {
    for (const baseUrl of [
      'localhost:8080',
      'ftp://x/v1',
      'http://me:pw@host/v1',
      'https://host/v1?key=abc',
    ]) {
      assert.throws(
        () => openAiModel({ baseUrl, model: 'm' }),
        (error: unknown) => QuillError.is(error, 'usage') && !/pw|abc/.test(error.message),
      );
    }
  });
});

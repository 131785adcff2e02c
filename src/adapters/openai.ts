/** Models behind any server that speaks the OpenAI protocol's chat completions. */
import { setTimeout as sleep } from 'node:timers/promises';
import type OpenAI from 'openai';
import * as v from 'valibot';
import { QuillError } from '../core/errors.ts';
import { formatMs } from '../core/format.ts';
import { mostTokens } from '../core/pipeline/models/spent.ts';
import { UnusableAnswer } from '../core/pipeline/models/unusable-answer.ts';
import { OutageError } from '../core/pipeline/patience.ts';
import type { ChatAnswer, ChatRequest, Model } from '../core/ports.ts';
import { tellsKey } from './endpoint/api-key.ts';
import { BrokenAnswer, type Failure, failureOf, OddAnswer } from './endpoint/failure.ts';
import {
  fullForm,
  isAboutAnswer,
  type RequestForm,
  requestBody,
  simplerForm,
} from './endpoint/request-form.ts';
import { cancelled, RequestLimiter } from './endpoint/request-limiter.ts';

export interface EndpointOptions {
  /** Usually ends in `/v1`. */
  readonly baseUrl: string;
  /** See `endpointKey`; not needed by most local servers. */
  readonly apiKey?: string | undefined;
  /** As the server names it. */
  readonly model: string;
  /** For one request with its answer, in milliseconds. Default: 120,000. */
  readonly timeoutMs?: number | undefined;
  /** How often a request that failed in passing is sent again. Default: 5. */
  readonly retries?: number | undefined;
  /**
   * The first wait before sending again, in milliseconds; it doubles each time, give or take a quarter. Default: 500.
   */
  readonly backoffMs?: number | undefined;
  /** A longer wait is left to the caller as an OutageError, in milliseconds. Default: 30,000. */
  readonly longestWaitMs?: number | undefined;
  /** Default: no limit. */
  readonly requestsPerMinute?: number | undefined;
  /** Requests at once. Default: 4. */
  readonly concurrency?: number | undefined;
  /**
   * True where the server is known to speak the protocol: one odd answer is then no reason to doubt its address.
   * Default: once it has.
   */
  readonly hasAnswered?: boolean | undefined;
}

/** No answer to our questions is longer, in bytes. */
const longestAnswer = 8 * 1024 * 1024;
/** Where a server does not count tokens, so many characters count as one. */
const charactersPerToken = 4;

/**
 * A model of a server. `chat` throws QuillError: `cancelled`; OutageError when the server is away and may come back;
 * RefusedRequest when it refuses this request alone, UnusableAnswer when it answered it with what cannot be used;
 * `endpoint` for what a person must mend (key, model, URL, credit).
 * Throws QuillError `usage` for a malformed URL. Loads the library with the first request.
 */
export function openAiModel(options: EndpointOptions): Model {
  return new EndpointModel(options);
}

class EndpointModel implements Model {
  readonly name: string;
  readonly #options: EndpointOptions;
  readonly #url: string;
  readonly #timeoutMs: number;
  readonly #limiter: RequestLimiter;
  #form: RequestForm = fullForm;
  #client: Promise<OpenAI> | undefined;
  #hasAnswered: boolean;

  constructor(options: EndpointOptions) {
    const url = parseUrl(options.baseUrl);
    this.name = options.model;
    this.#options = options;
    this.#hasAnswered = options.hasAnswered ?? false;
    this.#url = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
    this.#timeoutMs = options.timeoutMs ?? 120_000;
    this.#limiter = new RequestLimiter({
      concurrency: options.concurrency ?? 4,
      requestsPerMinute: options.requestsPerMinute,
    });
  }

  async chat(request: ChatRequest, signal: AbortSignal): Promise<ChatAnswer> {
    const { retries = 5, longestWaitMs = 30_000 } = this.#options;
    let form = this.#form;
    let isServersWay = true;
    for (let failed = 0; ; ) {
      const answer = await this.#attempt(request, form, signal);
      if (!('kind' in answer)) {
        if (isServersWay) this.#form = form;
        return answer;
      }
      if (answer.kind === 'final') throw answer.error;
      if (answer.kind === 'unusable') {
        const { promptTokens = promptTokensOf(request), completionTokens = request.maxTokens } =
          answer.tokens;
        throw new UnusableAnswer(answer.sentence, { promptTokens, completionTokens }, answer.mayPass);
      }
      if (answer.kind === 'form') {
        const simpler = simplerForm(form, request, answer.message);
        if (simpler === undefined) throw answer.error;
        form = simpler;
        isServersWay &&= !isAboutAnswer(answer.message);
        continue;
      }
      const wait = answer.retryAfterMs ?? this.#backoff(failed);
      if (wait > longestWaitMs)
        throw new OutageError(`${answer.sentence} It asks to wait ${formatMs(wait)}.`);
      if (failed >= retries) throw new OutageError(answer.sentence);
      failed++;
      await this.#sleep(wait, signal);
    }
  }

  #backoff(failed: number): number {
    const { backoffMs = 500, longestWaitMs = 30_000 } = this.#options;
    return Math.min(longestWaitMs, backoffMs * 2 ** failed * (0.75 + Math.random() / 2));
  }

  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    try {
      await sleep(ms, undefined, { signal });
    } catch {
      throw cancelled();
    }
  }

  /** One request in its turn. Throws QuillError `cancelled` alone. */
  async #attempt(
    request: ChatRequest,
    form: RequestForm,
    signal: AbortSignal,
  ): Promise<ChatAnswer | Failure> {
    const release = await this.#limiter.acquire(signal);
    const controller = new AbortController();
    const stop = () => controller.abort();
    let timedOut = false;
    // The library's own limit ends with the headers; an answer can stall after them.
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, this.#timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    try {
      if (signal.aborted) throw cancelled();
      this.#client ??= this.#connect();
      const client = await this.#client;
      const body = requestBody(this.name, request, form);
      const answer = readCompletion(
        await client.chat.completions.create(body, { signal: controller.signal }),
        request,
      );
      if (tellsKey(answer.text, this.#options.apiKey))
        throw new OddAnswer('it repeats your key', { tokens: answer });
      this.#hasAnswered = true;
      return answer;
    } catch (error) {
      if (signal.aborted) throw cancelled();
      const failure = failureOf(error, {
        url: this.#url,
        model: this.name,
        apiKey: this.#options.apiKey,
        timedOut,
        timeoutMs: this.#timeoutMs,
        hasAnswered: this.#hasAnswered,
      });
      // Before the turn is handed on.
      if (failure.kind === 'passing' && failure.retryAfterMs !== undefined) {
        this.#limiter.pause(failure.retryAfterMs);
      }
      return failure;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      release();
    }
  }

  async #connect(): Promise<OpenAI> {
    const { default: Client } = await import('openai');
    const { apiKey } = this.#options;
    return new Client({
      baseURL: this.#url,
      apiKey: apiKey ?? 'none',
      ...(apiKey === undefined && { defaultHeaders: { Authorization: null } }),
      // Else the library takes them from the environment and sends them to any server.
      organization: null,
      project: null,
      webhookSecret: null,
      maxRetries: 0,
      timeout: this.#timeoutMs + 1000,
      logLevel: 'off',
      fetch: fetchLimited,
    });
  }
}

/**
 * Fetches from this address alone, as a redirection would post the texts elsewhere; breaks an answer off that has no
 * end.
 */
async function fetchLimited(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' });
  if (response.body === null) return response;
  const { status, statusText, headers } = response;
  return new Response(ReadableStream.from(limited(response.body)), { status, statusText, headers });
}

/** Throws OddAnswer and BrokenAnswer. */
async function* limited(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.byteLength;
      if (length > longestAnswer) throw new OddAnswer('an answer without an end');
      yield chunk;
    }
  } catch (error) {
    if (error instanceof OddAnswer) throw error;
    throw new BrokenAnswer('The answer breaks off.', { cause: error });
  }
}

/** Need not be there. */
const anything = v.optional(v.unknown());

/** The parts of a completion that we use, none of which every server sends. */
const looseCompletion = v.looseObject({
  choices: v.nullish(
    v.array(
      v.looseObject({
        message: v.nullish(v.looseObject({ content: anything })),
        finish_reason: anything,
      }),
    ),
  ),
  // Counted by their letters where they are no numbers.
  usage: v.fallback(v.nullish(v.looseObject({ prompt_tokens: anything, completion_tokens: anything })), null),
  // Its message is shown where it is a text, whatever else it holds.
  error: v.fallback(v.nullish(v.looseObject({ message: anything, code: anything })), null),
});

/** Throws OddAnswer. */
function readCompletion(answer: unknown, request: ChatRequest): ChatAnswer {
  if (typeof answer !== 'object' || answer === null) throw new OddAnswer('no JSON');
  const completion = v.safeParse(looseCompletion, answer, { abortEarly: true });
  if (!completion.success)
    throw new OddAnswer(`"${v.getDotPath(completion.issues[0])}" is ${completion.issues[0].received}`);
  const { choices, usage, error } = completion.output;
  const choice = choices?.[0];
  const tokens = {
    promptTokens: count(usage?.prompt_tokens),
    completionTokens: count(usage?.completion_tokens),
  };
  if (choice === undefined) {
    const code = Number(error?.code);
    throw new OddAnswer(typeof error?.message === 'string' ? error.message : 'no choices', {
      status: Number.isInteger(code) && code >= 400 && code < 600 ? code : undefined,
      // Filters of content leave nothing to choose from.
      tokens: choices == null ? undefined : tokens,
    });
  }
  const content = choice.message?.content;
  const text = typeof content === 'string' ? content : '';
  return {
    text,
    complete: choice.finish_reason !== 'length',
    promptTokens: tokens.promptTokens ?? promptTokensOf(request),
    completionTokens: tokens.completionTokens ?? Math.ceil(text.length / charactersPerToken),
  };
}

/** Where no server has counted them. */
function promptTokensOf({ messages }: ChatRequest): number {
  return Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / charactersPerToken);
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value)
    ? Math.min(value, mostTokens)
    : undefined;
}

function parseUrl(text: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(text.trim());
  } catch {
    url = undefined;
  }
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new QuillError(
      'usage',
      `"${text}" is no address of a server; give one like http://localhost:8080/v1.`,
    );
  }
  if (url.username !== '' || url.password !== '' || url.search !== '') {
    throw new QuillError(
      'usage',
      `The address of ${url.host} must not hold a user, password or key; set QUILL_API_KEY instead.`,
    );
  }
  return url;
}

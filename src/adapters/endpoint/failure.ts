/** What a failed request means: try again, put it otherwise, or give up, with a sentence for people. */

import { QuillError } from '../../core/errors.ts';
import { RefusedRequest } from '../../core/pipeline/models/refused-request.ts';
import { withoutKey } from './api-key.ts';
import { isAboutForm } from './request-form.ts';
import { longestPause } from './request-limiter.ts';

export interface FailureContext {
  /** As people may see it: without user, password and query. */
  readonly url: string;
  readonly model: string;
  readonly apiKey: string | undefined;
  /** Whether our own limit of time ended the request. */
  readonly timedOut: boolean;
  readonly timeoutMs: number;
  /** True once the server has given an answer that could be used. */
  readonly hasAnswered: boolean;
}

/** As the server counted them; undefined where it did not. */
export interface CountedTokens {
  readonly promptTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
}

export type Failure =
  /** It may pass the next time. */
  | { readonly kind: 'passing'; readonly sentence: string; readonly retryAfterMs: number | undefined }
  /** An answer that has cost something: its tokens as the server counted them, undefined where it did not. */
  | {
      readonly kind: 'unusable';
      readonly sentence: string;
      readonly tokens: CountedTokens;
      readonly mayPass: boolean;
    }
  /** The request may pass when it is put otherwise; `error` holds when it cannot be. */
  | { readonly kind: 'form'; readonly message: string; readonly error: QuillError }
  | { readonly kind: 'final'; readonly error: QuillError };

/** The connection ended within an answer. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
}

/** An answer that arrived and is not what the protocol says. */
export class OddAnswer extends Error {
  /** An HTTP status that the body names, as some gateways do under status 200. */
  readonly status: number | undefined;
  /** What it counts; given only where the answer is one of this protocol all the same. */
  readonly tokens: CountedTokens | undefined;

  constructor(message: string, { status, tokens }: Partial<Pick<OddAnswer, 'status' | 'tokens'>> = {}) {
    super(message);
    this.name = 'OddAnswer';
    this.status = status;
    this.tokens = tokens;
  }
}

/** What to do about an error of a request; its sentences hold neither the key nor the request. */
export function failureOf(error: unknown, context: FailureContext): Failure {
  const { url, model } = context;
  if (context.timedOut) {
    return unusable(`${url} has not answered within ${context.timeoutMs / 1000} s.`, true);
  }
  const status = numberOf(error, 'status');
  const message = shown(error, context);
  if (status !== undefined) return ofStatus(status, message, error, context);
  if (error instanceof OddAnswer) {
    if (context.hasAnswered || error.tokens !== undefined)
      return unusable(
        `${url} sent an answer of ${model} that cannot be used (${message}).`,
        false,
        error.tokens,
      );
    return final(
      `${url} does not answer as the OpenAI protocol says (${message}); check the URL, which usually ends in /v1.`,
      error,
    );
  }
  if (error instanceof SyntaxError || error instanceof BrokenAnswer)
    return unusable(`${url} sent an answer of ${model} that breaks off.`, true);
  return ofNetwork(codeOf(error), message, error, context);
}

function ofStatus(status: number, message: string, error: unknown, context: FailureContext): Failure {
  const { url, model, apiKey } = context;
  const said = message === '' ? `${status}` : `${status}: ${message}`;
  const refused = new RefusedRequest(`${url} refuses a request (${said}).`, { cause: undefined });
  if (status >= 300 && status < 400) {
    const host = withoutKey(redirectedTo(error, url), apiKey) || 'another address';
    return final(
      `${url} redirects to ${host}, where nothing is sent; if you trust it, name it with --base-url.`,
      error,
    );
  }
  const isForm = isAboutForm(message) && status !== 401 && status !== 403 && status !== 429;
  if (isForm || status === 400 || status === 422) return { kind: 'form', message, error: refused };
  if (
    status === 402 ||
    /insufficient_quota|exceeded your current quota/i.test(`${textOf(error, 'code')} ${message}`)
  ) {
    return final(`The account at ${url} has no credit left (${said}); top it up, then resume.`, error);
  }
  switch (status) {
    case 401:
      return final(
        apiKey === undefined
          ? `${url} asks for a key; set QUILL_API_KEY${url.startsWith('https:') ? ' or OPENAI_API_KEY' : ''}.`
          : `${url} refuses the key (${said}); set QUILL_API_KEY to a valid one.`,
        error,
      );
    case 403:
      return final(
        `${url} does not allow the use of ${model} (${said}); choose another model or key.`,
        error,
      );
    case 404:
      return final(
        /model/i.test(message)
          ? `${url} knows no model "${model}" (${said}); choose one that it serves.`
          : `${url} has no chat completions (${said}); check the URL, which usually ends in /v1.`,
        error,
      );
    case 413:
      return { kind: 'final', error: refused };
    case 408:
    case 409:
    case 425:
    case 429:
      return passing(
        status === 429 ? `${url} limits the rate of requests (${said}).` : `${url} is busy (${said}).`,
        retryAfter(error),
      );
  }
  if (status >= 500) return passing(`${url} fails (${said}).`, retryAfter(error));
  return final(`${url} does not accept requests (${said}); check the URL and the model.`, error);
}

function ofNetwork(code: string, message: string, error: unknown, { url }: FailureContext): Failure {
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|EPROTO|ERR_SSL/.test(code)) {
    return final(
      `The certificate of ${url} is not trusted (${code}); name its authority in NODE_EXTRA_CA_CERTS.`,
      error,
    );
  }
  switch (code) {
    case 'ECONNREFUSED':
      return passing(`No server answers at ${url}; start it or check the URL.`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return passing(`The host of ${url} is not found; check the URL and the network.`);
    case '':
      return passing(`${url} cannot be reached (${message}); check the URL and the network.`);
  }
  return passing(`The connection to ${url} broke off (${code}); check the network.`);
}

function unusable(sentence: string, mayPass: boolean, tokens: CountedTokens = {}): Failure {
  return { kind: 'unusable', sentence, tokens, mayPass };
}

function passing(sentence: string, retryAfterMs?: number): Failure {
  return { kind: 'passing', sentence, retryAfterMs };
}

/** Without the cause: the library's errors hold the request's headers. */
function final(sentence: string, error: unknown): Failure {
  const name = error instanceof Error ? error.name : 'error';
  return { kind: 'final', error: new QuillError('endpoint', sentence, { cause: name }) };
}

/** The server's words on one short line, without the key and without what would move a terminal's cursor. */
function shown(error: unknown, { apiKey }: FailureContext): string {
  const plain = innermost(error)
    .replace(/^\d{3} /, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  const text = withoutKey(plain, apiKey);
  if (/^(status code )?\(no body\)$/.test(text)) return '';
  return (text.length > 200 ? `${text.slice(0, 199)}…` : text).replace(/\.$/, '');
}

/** The library says "Connection error." and hides the reason in the causes. */
function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? innermost(error.cause) : error.message;
}

/**
 * Milliseconds that a server asks to wait, at most `longestPause`: `retry-after-ms`, or `retry-after` in seconds or as
 * a date.
 */
function retryAfter(error: unknown): number | undefined {
  const headers = headersOf(error);
  if (headers === undefined) return undefined;
  const ms = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (ms >= 0) return Math.min(ms, longestPause);
  const after = headers.get('retry-after');
  if (after === null) return undefined;
  const seconds = Number(after);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(after) - Date.now();
  return wait >= 0 ? Math.min(wait, longestPause) : undefined;
}

function headersOf(error: unknown): Headers | undefined {
  const headers = error instanceof Error && 'headers' in error ? error.headers : undefined;
  return headers instanceof Headers ? headers : undefined;
}

/** The host that a redirection names, which anybody may have written; '' where it names none. */
function redirectedTo(error: unknown, from: string): string {
  const location = headersOf(error)?.get('location') ?? '';
  return location !== '' && URL.canParse(location, from) ? new URL(location, from).host : '';
}

/** The first code of the causes of an error. */
function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = textOf(at, 'code');
    if (code !== '') return code;
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return '';
}

function textOf(error: unknown, key: 'code'): string {
  if (!(error instanceof Error) || !(key in error)) return '';
  const value = (error as Error & { code?: unknown }).code;
  return typeof value === 'string' ? value : '';
}

function numberOf(error: unknown, key: 'status'): number | undefined {
  if (!(error instanceof Error) || !(key in error)) return undefined;
  const value = (error as Error & { status?: unknown }).status;
  return typeof value === 'number' ? value : undefined;
}

/**
 * A real HTTP server on loopback that speaks the OpenAI protocol's chat completions, with all its faults on request.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: ChatBody;
  /** performance.now() at its arrival. */
  readonly at: number;
}

export interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: { readonly type: string };
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly temperature?: number;
  readonly seed?: number;
}

export interface Reply {
  /** The assistant's message. */
  readonly text?: string;
  readonly finish?: 'stop' | 'length';
  /** Null: the server does not count tokens. Default: 100 and 50. */
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The whole body instead of a completion: an object as JSON, a string as it is. */
  readonly body?: unknown;
  /** Milliseconds before the answer begins. */
  readonly delayMs?: number;
  /** Breaks the connection off: at once, or in the middle of the body. */
  readonly breaks?: 'before' | 'within';
}

export interface EndpointServer {
  /** With `/v1`. */
  readonly url: string;
  readonly port: number;
  readonly requests: readonly SeenRequest[];
  /** The most requests that were under way at once. */
  readonly busiest: number;
  close(): Promise<void>;
}

/** `error` is the protocol's error object. */
export function errorReply(
  status: number,
  message: string,
  more: Partial<Reply> & { code?: string } = {},
): Reply {
  const { code = null, ...rest } = more;
  return { status, body: { error: { message, type: 'error', param: null, code } }, ...rest };
}

/** The replies one after the other; the last one again and again. */
export function inTurn(...replies: readonly Reply[]): (request: SeenRequest, nth: number) => Reply {
  return (_, nth) => replies[Math.min(nth, replies.length - 1)]!;
}

/** Starts a server; `port` 0 takes a free one. `answer` is given each request and its number from 0. */
export async function startEndpoint(
  answer: (request: SeenRequest, nth: number) => Reply | Promise<Reply>,
  port = 0,
): Promise<EndpointServer> {
  const requests: SeenRequest[] = [];
  const state = { running: 0, busiest: 0 };
  const server = createServer(async (request, response) => {
    state.running++;
    state.busiest = Math.max(state.busiest, state.running);
    response.on('close', () => state.running--);
    const seen = await receive(request);
    const nth = requests.push(seen) - 1;
    await send(response, await answer(seen, nth), seen);
  });
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    port: address.port,
    requests,
    get busiest() {
      return state.busiest;
    },
    close: () => close(server),
  };
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise(resolve => server.close(() => resolve()));
}

async function receive(request: IncomingMessage): Promise<SeenRequest> {
  const at = performance.now();
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return { path: request.url ?? '', headers: request.headers, body: JSON.parse(text) as ChatBody, at };
}

async function send(
  response: ServerResponse,
  reply: Reply,
  { body: { model }, path }: SeenRequest,
): Promise<void> {
  if (reply.delayMs !== undefined) await sleep(reply.delayMs);
  if (response.destroyed) return;
  if (reply.breaks === 'before') {
    response.socket?.resetAndDestroy();
    return;
  }
  const known = path === '/v1/chat/completions';
  const body = known ? (reply.body ?? completion(model, reply)) : { error: { message: 'Not Found' } };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(known ? (reply.status ?? 200) : 404, {
    'content-type': 'application/json',
    ...(reply.breaks === 'within' && { 'content-length': String(Buffer.byteLength(text)) }),
    ...reply.headers,
  });
  if (reply.breaks !== 'within') {
    response.end(text);
    return;
  }
  response.write(text.slice(0, text.length >> 1));
  await sleep(20);
  response.socket?.resetAndDestroy();
}

function completion(model: string, reply: Reply): unknown {
  const usage = reply.usage === undefined ? { prompt_tokens: 100, completion_tokens: 50 } : reply.usage;
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: reply.text ?? '' },
        finish_reason: reply.finish ?? 'stop',
      },
    ],
    ...(usage && { usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens } }),
  };
}

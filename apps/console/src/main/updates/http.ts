import { randomUUID } from 'node:crypto';
import { net } from 'electron';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

const timeoutMs = 20_000;
const bytesMax = 1_000_000;

/** Sends JSON through the system's proxies, without cookies. Null: the server was not reached. */
export function postJson(url: string, body: string): Promise<Answer | null> {
  return send({ method: 'POST', url }, body);
}

/** Reads a small answer. Null: the server was not reached. */
export function getText(url: string): Promise<Answer | null> {
  return send({ method: 'GET', url });
}

function send(options: { readonly method: string; readonly url: string }, body?: string): Promise<Answer | null> {
  return new Promise((resolve) => {
    // A redirection could carry a token to another host.
    const request = net.request({ ...options, redirect: 'error', credentials: 'omit', cache: 'no-store' });
    const timer = setTimeout(() => request.abort(), timeoutMs);
    const end = (answer: Answer | null) => {
      clearTimeout(timer);
      resolve(answer);
    };
    request.on('response', (response) => {
      const pieces: Buffer[] = [];
      let length = 0;
      response.on('data', (piece) => {
        length += piece.length;
        if (length > bytesMax) request.abort();
        else pieces.push(piece);
      });
      response.on('end', () => end({ status: response.statusCode, body: Buffer.concat(pieces).toString('utf8') }));
      response.on('error', () => end(null));
    });
    request.on('abort', () => end(null));
    request.on('error', () => end(null));
    if (body === undefined) return request.end();
    request.setHeader('content-type', 'application/json');
    request.setHeader('idempotency-key', randomUUID());
    request.end(body);
  });
}

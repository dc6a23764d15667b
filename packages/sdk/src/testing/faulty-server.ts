import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** How one request is answered, or is not. */
export type Reply = (response: ServerResponse, request: Arrived) => void;

/** A real server that behaves as badly as it is told. */
export interface FaultyServer extends AsyncDisposable {
  readonly url: string;
  readonly arrived: readonly Arrived[];
}

/** A server that gives each request the next of its replies, and the last one to all further ones. */
export async function faultyServer(...replies: readonly Reply[]): Promise<FaultyServer> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then(
      (body) => {
        const { method = '', url = '', headers } = request;
        const seen = { method, url, headers, body: body.toString('latin1') };
        arrived.push(seen);
        replies[Math.min(arrived.length, replies.length) - 1]?.(response, seen);
      },
      () => undefined, // the client left; some tests are about that
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers JSON. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply {
  return (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Refuses with a problem, as the server does. */
export function problem(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const type = `https://marquee.dev/problems/${code}`;
  return json({ type, title: code, status, detail: `It is ${code}.`, code, request_id: 'req_1' }, status, headers);
}

/** Refuses as something between client and server does. */
export function proxyError(status: number): Reply {
  return (response) => void response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>');
}

/** Breaks the connection without a word. */
export const reset: Reply = (response) => void response.socket?.destroy();

/** Takes the request and never answers. */
export const silence: Reply = () => undefined;

/** Begins an answer, and breaks the connection in the middle of it. */
export function halfOf(text: string, headers: Readonly<Record<string, string>>): Reply {
  return (response) => {
    response.writeHead(200, headers);
    response.write(text, () => response.socket?.destroy());
  };
}

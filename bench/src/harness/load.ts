import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';

/** One request of a load. */
export interface LoadRequest {
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly body?: string;
}

/** A fixed number of requests over a few kept-alive connections. */
export interface Load {
  readonly url: string;
  readonly count: number;
  readonly connections: number;
  /** Status of every right answer. */
  readonly status: number;
  readonly request: (n: number) => LoadRequest;
}

/** Makes every request of a load, each connection one after another. @throws at the first answer with another status */
export async function makeLoad(load: Load): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  let next = 0;
  const connection = async () => {
    while (next < load.count) {
      const asked = load.request(next);
      next += 1;
      const { status, text } = await send(new URL(load.url), asked, agent);
      if (status !== load.status)
        throw new Error(`${asked.method} ${asked.path} answered ${status}: ${text.slice(0, 300)}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: load.connections }, connection));
  } finally {
    agent.destroy();
  }
}

async function send({ hostname, port }: URL, { method, path, key, body }: LoadRequest, agent: Agent) {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const content =
    body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const headers = { authorization: `Bearer ${key}`, ...content };
  httpRequest({ hostname, port, method, path, agent, headers, timeout: 30_000 }, resolve).on('error', reject).end(body);
  const response = await promise;
  let text = '';
  response.setEncoding('utf8');
  for await (const piece of response) text += String(piece);
  return { status: response.statusCode ?? 0, text };
}

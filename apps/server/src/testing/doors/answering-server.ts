import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request whose body has been read. */
export type Answering = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A vendor's API that misbehaves as a test wants it. */
export interface AnsweringServer extends Disposable {
  readonly url: string;
}

/** Starts it on a free port; disposing cuts what hangs. */
export async function startAnswering(answer: Answering): Promise<AnsweringServer> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += String(piece)));
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

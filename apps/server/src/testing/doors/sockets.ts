import { once } from 'node:events';

/** A real WebSocket client and what it was sent. */
export interface TestSocket {
  readonly socket: WebSocket;
  /** All messages so far, once there are as many. */
  readonly received: (count: number) => Promise<readonly unknown[]>;
  /** The close code, once the socket is closed. */
  readonly closed: Promise<number>;
}

/** Connects, and says `hello` first when it is given. */
export function openSocket(url: string, hello?: object): TestSocket {
  const socket = new WebSocket(url);
  const messages: unknown[] = [];
  let wake = Promise.withResolvers<void>();
  socket.addEventListener('message', ({ data }) => {
    messages.push(JSON.parse(String(data)));
    wake.resolve();
  });
  if (hello !== undefined) socket.addEventListener('open', () => socket.send(JSON.stringify(hello)));
  const received = async (count: number) => {
    while (messages.length < count) {
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
    return messages;
  };
  const closed = once(socket, 'close').then(([event]) => (event as CloseEvent).code); // the one argument of a close event
  return { socket, received, closed };
}

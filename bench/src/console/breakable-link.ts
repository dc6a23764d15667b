import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A way to a server that can be cut. */
export interface BreakableLink extends AsyncDisposable {
  readonly port: number;
  /** Cuts every connection that is open; new ones are taken at once. */
  readonly cut: () => void;
}

/** Passes connections on to a server of this machine. */
export async function openLink(serverPort: number): Promise<BreakableLink> {
  const open = new Set<Socket>();
  const keep = (socket: Socket) => {
    open.add(socket);
    // Whoever is on the other side hears of it by the end of its own connection.
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  };
  const server = createServer((near) => {
    const far = connect(serverPort, '127.0.0.1');
    keep(near);
    keep(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port, // a TCP server's address is one
    cut,
    async [Symbol.asyncDispose]() {
      const closed = once(server.close(), 'close');
      cut();
      await closed;
    },
  };
}

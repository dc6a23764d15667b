import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give out by themselves, and without any that browsers refuse. */
const [first, last] = [20_000, 32_000];

/**
 * A port of the loopback interface for a server that starts later, and perhaps again after it was killed. Nobody else gets it in
 * between, as they may a port that the system gave: test processes reserve theirs by a UDP socket of the same number, which is in no
 * TCP server's way and ends with its process.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(first, last);
    if ((await isReserved(port)) && (await isUnused(port))) return port;
  }
}

async function isReserved(port: number): Promise<boolean> {
  const socket = createSocket('udp4').unref();
  const isBound = once(socket, 'listening').then(
    () => true,
    () => false,
  );
  socket.bind({ port, address: '127.0.0.1', exclusive: true });
  return await isBound;
}

async function isUnused(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen({ port, host: '127.0.0.1', exclusive: true });
  if (!(await listening)) return false;
  server.close();
  await once(server, 'close');
  return true;
}

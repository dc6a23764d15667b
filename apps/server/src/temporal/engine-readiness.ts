import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Connection } from '@temporalio/client';

/** A port of the loopback interface that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port');
  return address.port;
}

/** Whether the Temporal server at `address` answers for `namespace` within three seconds; never throws. */
export async function isReady(address: string, namespace: string): Promise<boolean> {
  // gRPC waits a second after a refused connection; a plain socket tells at once.
  if (!(await listens(address))) return false;
  try {
    const connection = await Connection.connect({ address, connectTimeout: answerWithinMs });
    try {
      await connection.withAbortSignal(AbortSignal.timeout(answerWithinMs), () =>
        connection.workflowService.describeNamespace({ namespace }),
      );
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}

const answerWithinMs = 3_000;

async function listens(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  const socket = connect({ host: hostname, port: Number(port), timeout: answerWithinMs });
  try {
    await Promise.race([
      once(socket, 'connect'),
      once(socket, 'timeout').then(() => Promise.reject(new Error('no answer'))),
    ]);
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

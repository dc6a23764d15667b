import { contract } from '@marquee/api';
import type { AddressInfo } from 'node:net';
import { dialects } from '../../compat/dialects/dialects.ts';
import type { TestDatabase } from '../database.ts';
import { openTestServices, type TestServices, type TestServicesOptions } from '../services.ts';
import { buildTestApp } from './doors.ts';

/** Every service behind every door, listening on loopback. */
export interface LiveServer extends AsyncDisposable {
  readonly services: TestServices;
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** The same for WebSockets. */
  readonly wsUrl: string;
}

/** Opens a whole server over a database, without an engine. */
export async function openLiveServer(db: TestDatabase, options: TestServicesOptions = {}): Promise<LiveServer> {
  await using stack = new AsyncDisposableStack();
  const services = stack.use(await openTestServices(db, options));
  const app = await buildTestApp({ contract, invoker: services.invoker, dialects });
  stack.defer(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo; // a TCP server's address is one
  const owned = stack.move();
  return {
    services,
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

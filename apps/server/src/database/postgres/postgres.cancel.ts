import pg from 'pg';

/** What may still reach a session: nothing, or a cancel request whose fate is not known. */
export type CancelFate = 'over' | 'unknown';

/** Ends a transaction's statements when its signal aborts. */
export interface Cancelling {
  /** The signal has aborted while it was looked at. */
  readonly isAborted: () => boolean;
  /**
   * Looks at the signal no more and waits for a request that is under way: only then may anybody else have the session, for a request
   * ends whatever runs in it when it arrives.
   */
  readonly end: () => Promise<CancelFate>;
}

/** How long a request may take; it is read before anybody signs in, so even a full server answers at once. */
const requestMaxMs = 5000;

/**
 * Cancels the statement that runs in a session when `signal` aborts, by the protocol's own request: it takes no connection
 * of the pool, needs no sign-in, and finds the session behind a pooler.
 *
 * @param begun settles when the transaction is open: were its `begin` cancelled, the next statement would run outside of it
 */
export function cancelOn(signal: AbortSignal | undefined, client: pg.Client, begun: Promise<unknown>): Cancelling {
  if (signal === undefined) return { isAborted: () => false, end: () => Promise.resolve('over') };
  let isAborted = false;
  let request: Promise<CancelFate> = Promise.resolve('over');
  const cancel = () => {
    isAborted = true;
    request = begun.then(
      () => requestCancel(client),
      () => 'over', // there is no transaction
    );
  };
  if (signal.aborted) isAborted = true;
  else signal.addEventListener('abort', cancel, { once: true });
  return {
    isAborted: () => isAborted,
    async end() {
      signal.removeEventListener('abort', cancel);
      return await request;
    },
  };
}

/** What the driver keeps of a session and its types do not tell. */
interface Session {
  readonly processID: number;
  readonly secretKey: number;
  readonly host: string;
  readonly port: number;
  readonly ssl: pg.ConnectionConfig['ssl'];
  readonly sslNegotiation: 'postgres' | 'direct';
}

/** The driver's connection below its sessions, as far as it is used here. */
interface Channel extends pg.Connection {
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

/** Asks the server to cancel what a session runs. The server closes the connection once it has told the session's process. */
function requestCancel(client: pg.Client): Promise<CancelFate> {
  const { processID, secretKey, host, port, ssl, sslNegotiation } = client as unknown as Session;
  const channel = new pg.Connection({ ssl, sslNegotiation } as pg.ConnectionConfig) as Channel;
  const { promise, resolve } = Promise.withResolvers<CancelFate>();
  let isSent = false;
  const send = () => {
    isSent = true;
    channel.cancel(processID, secretKey);
  };
  channel.on('connect', () => {
    if (!ssl) send();
    else if (sslNegotiation !== 'direct') channel.requestSsl();
  });
  channel.on('sslconnect', send);
  channel.on('end', () => resolve('over'));
  channel.on('error', () => {
    resolve(isSent ? 'unknown' : 'over');
    channel.stream.destroy();
  });
  const timer = setTimeout(() => {
    resolve(isSent ? 'unknown' : 'over');
    channel.stream.destroy();
  }, requestMaxMs);
  if (host.startsWith('/')) channel.connect(`${host}/.s.PGSQL.${port}`);
  else channel.connect(port, host);
  return promise.finally(() => clearTimeout(timer));
}

import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** Values that go into a statement beside its text, by position. */
export interface Params {
  /** The place of a text in the statement, such as `$3`. */
  readonly text: (value: string) => string;
  readonly values: readonly string[];
}

/** An empty list of values for one statement. */
export function newParams(): Params {
  const values: string[] = [];
  return { text: (value) => `$${values.push(value)}`, values };
}

/** A whole number as it stands in a statement's text: a value beside it would be read as a wider type, which hides statistics. */
export function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number.`);
  return String(value);
}

/** A session of its own for one question, closed after it. */
export async function openReader(
  instance: DuckDBInstance,
): Promise<{ readonly session: DuckDBConnection } & Disposable> {
  const session = await instance.connect();
  return { session, [Symbol.dispose]: () => session.closeSync() };
}

/** All rows of a statement as arrays in the order of its columns. */
export async function readRows(
  session: DuckDBConnection,
  text: string,
  values: readonly string[] = [],
): Promise<readonly (readonly unknown[])[]> {
  const reader = await session.runAndReadAll(text, [...values]);
  return reader.getRowsJS();
}

const interruptAgainMs = 20;

/**
 * Runs a statement that ends early when `signal` aborts.
 *
 * @throws the signal's reason once it is aborted
 */
export async function readRowsUntil(
  session: DuckDBConnection,
  { text, values }: { readonly text: string; readonly values: readonly string[] },
  signal: AbortSignal,
): Promise<readonly (readonly unknown[])[]> {
  signal.throwIfAborted();
  const timers: NodeJS.Timeout[] = [];
  const interrupt = (): void => {
    session.interrupt();
    // An interruption that comes before the statement has begun is forgotten by it.
    timers.push(setInterval(() => session.interrupt(), interruptAgainMs));
  };
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const rows = await readRows(session, text, values);
    signal.throwIfAborted();
    return rows;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    for (const timer of timers) clearInterval(timer);
  }
}

import type { OperationName } from '../operation-names.ts';
import type { RawCall, Says, TestServices } from '../services.ts';

/** What to read of a stream. */
export interface StreamReading {
  readonly input: RawCall;
  readonly says: Says;
  /** Reads until this has come, however long that takes; null reads for a moment only. */
  readonly until: string | null;
}

// A stream has no end, so that what must not come can only be waited for a little.
const quietMs = 120;

/** Reads a stream until a text has come and for a moment more, then leaves as a client does. */
export async function readStream(services: TestServices, name: OperationName, reading: StreamReading): Promise<string> {
  const leaving = new AbortController();
  const leaveSoon = () => void setTimeout(() => leaving.abort(), quietMs);
  const { body } = await services.invokeRaw(name, { ...reading.input, signal: leaving.signal }, reading.says);
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array)
    throw new Error(`${name} answered no stream`);
  let [text, isLeaving] = ['', reading.until === null];
  if (isLeaving) leaveSoon();
  for await (const piece of body) {
    text += String(piece);
    if (isLeaving || reading.until === null || !text.includes(reading.until)) continue;
    isLeaving = true;
    leaveSoon();
  }
  return text;
}

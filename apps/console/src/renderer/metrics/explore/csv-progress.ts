/** How far a CSV of a series has come. */
export interface CsvProgress {
  /** Records after the header. */
  readonly rows: number;
  /** How much of the range is there, 0 to 1: buckets come in the order of time. */
  readonly share: number;
}

const [quote, comma, lineEnd] = [0x22, 0x2c, 0x0a];
const instantBytes = 32;

/** Follows a CSV as its bytes arrive. A record ends at a line end that no quotes are around: a name may hold one. */
export function csvProgress(range: {
  readonly start: string;
  readonly end: string;
}): (bytes: Uint8Array) => CsvProgress {
  const [start, end] = [Date.parse(range.start), Date.parse(range.end)];
  let records = 0;
  let isQuoted = false;
  let first: number[] = [];
  let isFirst = true;
  let latest = start;
  return (bytes) => {
    for (const byte of bytes) {
      if (byte === quote) isQuoted = !isQuoted;
      else if (isQuoted) continue;
      else if (byte === lineEnd) {
        records += 1;
        // The header's first field is no instant.
        const at = Date.parse(String.fromCharCode(...first));
        if (!Number.isNaN(at)) latest = at;
        first = [];
        isFirst = true;
      } else if (byte === comma) isFirst = false;
      else if (isFirst && first.length < instantBytes) first.push(byte);
    }
    return { rows: Math.max(0, records - 1), share: Math.min(1, Math.max(0, (latest - start) / (end - start))) };
  };
}

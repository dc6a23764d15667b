import { CsvError, parse } from 'csv-parse';
import { JsonCutError, jsonRecords } from '../../lib/json-records.ts';
import type { FileRecord, UnreadableRecord } from './contact-import-rows.ts';

/** A file that cannot be read further; the message is for the person who sent it. */
export class ImportFileError extends Error {
  override readonly name = 'ImportFileError';
}

const recordCharsMax = 1_000_000;

/** `json` when the content begins like an array or an object, else `csv`. */
export function formatOf(head: Uint8Array): 'csv' | 'json' {
  const start = new TextDecoder(encodingOf(head)).decode(head.subarray(0, 1024)).trimStart();
  return start.startsWith('[') || start.startsWith('{') ? 'json' : 'csv';
}

/**
 * The records of a file in order, holding no more than a few at a time: CSV with a header (comma, semicolon, tab or |, found from
 * the header), a JSON array, or JSON lines; UTF-8, or UTF-16 with a byte order mark.
 *
 * @throws {ImportFileError} when the rest cannot be read: an open quote, a cut array, a record over 1,000,000 characters
 */
export async function* recordsOf(
  file: AsyncIterable<Uint8Array>,
  format: 'csv' | 'json',
): AsyncGenerator<FileRecord | UnreadableRecord> {
  try {
    const content = await withHead(file, 65_536);
    yield* format === 'json' ? jsonRows(content) : csvRows(content);
  } catch (error) {
    if (error instanceof CsvError) throw new ImportFileError(csvReason(error), { cause: error });
    if (error instanceof JsonCutError) throw new ImportFileError(error.message, { cause: error });
    throw error;
  }
}

interface Content {
  readonly head: Uint8Array;
  readonly bytes: AsyncIterable<Uint8Array>;
}

async function withHead(file: AsyncIterable<Uint8Array>, bytesMin: number): Promise<Content> {
  const iterator = file[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  for (let size = 0; size < bytesMin;) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value);
    size += next.value.byteLength;
  }
  const head = Buffer.concat(first);
  async function* bytes() {
    try {
      yield head;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head, bytes: bytes() };
}

async function* csvRows({ head, bytes }: Content): AsyncGenerator<FileRecord | UnreadableRecord> {
  const content = encodingOf(head) === 'utf-8' ? bytes : textOf(head, bytes);
  const delimiter = delimiterOf(new TextDecoder(encodingOf(head)).decode(head));
  let columns: readonly string[] | null = null;
  for await (const cells of csvRecords(content, delimiter)) {
    if (columns === null) columns = cells.map((name) => name.trim());
    else if (cells.length > columns.length) yield { reason: `has ${cells.length} cells, the header ${columns.length}` };
    else yield { columns, cells };
  }
}

/** Takes records as they are parsed rather than from the parser's stream, which drops whole records when a later one is broken. */
async function* csvRecords(content: AsyncIterable<Uint8Array | string>, delimiter: string): AsyncGenerator<string[]> {
  const parsed: string[][] = [];
  const parser = parse({
    ...{ bom: true, delimiter, max_record_size: recordCharsMax, relax_column_count: true, relax_quotes: true },
    ...{ skip_empty_lines: true, skip_records_with_empty_values: true },
    on_record(cells: string[]) {
      parsed.push(cells);
      return null;
    },
  });
  let failure: Error | null = null;
  parser.on('error', (error) => (failure = error));
  parser.resume();
  try {
    for await (const chunk of content) {
      await new Promise<void>((resolve) => void parser.write(chunk, () => resolve()));
      yield* parsed.splice(0);
      if (failure !== null) throw failure as Error; // assigned by the listener above, which the compiler does not follow
    }
    await new Promise<void>((resolve) => void parser.once('close', resolve).end());
    yield* parsed.splice(0);
    if (failure !== null) throw failure as Error;
  } finally {
    parser.destroy();
  }
}

async function* jsonRows({ head, bytes }: Content): AsyncGenerator<FileRecord | UnreadableRecord> {
  for await (const text of jsonRecords(textOf(head, bytes), recordCharsMax)) yield jsonRow(text);
}

function jsonRow(text: string): FileRecord | UnreadableRecord {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { reason: 'is not a JSON object' };
    return { columns: Object.keys(value), cells: Object.values(value) };
  } catch {
    return { reason: 'is not valid JSON' };
  }
}

async function* textOf(head: Uint8Array, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder(encodingOf(head));
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

function encodingOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** The separator that the header line, outside quotes, has most of. */
function delimiterOf(head: string): string {
  const line = /^\uFEFF?(?:\s*\n)*((?:"[^"]*"|[^"\r\n])*)/.exec(head)?.[1] ?? '';
  const bare = line.replaceAll(/"[^"]*"/g, '');
  const counted = [',', ';', '\t', '|'].map((separator) => ({ separator, times: bare.split(separator).length }));
  return counted.reduce((best, each) => (each.times > best.times ? each : best)).separator;
}

function csvReason(error: CsvError): string {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return `a quote opened near line ${error['lines']} never closes`;
    case 'CSV_MAX_RECORD_SIZE':
      return `a row near line ${error['lines']} is longer than ${recordCharsMax} characters; a quote may be open`;
    default:
      return `the file is not readable as CSV near line ${error['lines']}`;
  }
}

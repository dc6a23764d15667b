import type { Api } from '../../api/api.ts';
import type { OutputOf } from '../../api/operations.ts';
import { csvRecords, csvValue, separatorOf } from '../../lib/csv.ts';

/** What became of one batch. */
export type Receipt = OutputOf<'metrics.batches.upload'>;

/** A file on its way. */
interface Upload {
  readonly file: File;
  readonly dataType: string;
  readonly signal: AbortSignal;
  /** Told after every batch: bytes read of the file, and the receipt. */
  readonly onBatch: (bytesRead: number, receipt: Receipt) => void;
}

const rowsMax = 10_000;

/**
 * Reads a CSV piece by piece and uploads it in batches, one after the other: a file of any size takes the memory of one batch.
 * A batch is named by the file and its place, so that the same file sent again answers the first receipts.
 */
export async function uploadFile(api: Api, { file, dataType, signal, onBatch }: Upload): Promise<void> {
  const progress = { bytes: 0 };
  const separator = separatorOf((await file.slice(0, 64 * 1024).text()).split('\n', 1)[0] ?? '');
  let names: readonly string[] | null = null;
  let rows: Record<string, string | number>[] = [];
  let batch = 0;
  const send = async () => {
    if (rows.length === 0) return;
    signal.throwIfAborted();
    batch += 1;
    const input = { data_type: dataType, data: rows, batch_id: batchId(file, batch) };
    rows = [];
    onBatch(progress.bytes, await api.mutate('metrics.batches.upload', input));
  };
  for await (const record of csvRecords(piecesOf(file, progress), separator)) {
    if (names === null) {
      names = record.map((name) => name.replace(/^\uFEFF/, '').trim());
      continue;
    }
    rows.push(rowOf(names, record));
    if (rows.length === rowsMax) await send();
  }
  await send();
}

async function* piecesOf(file: File, progress: { bytes: number }): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    progress.bytes += value.byteLength;
    yield decoder.decode(value, { stream: true });
  }
  yield decoder.decode();
}

function rowOf(names: readonly string[], record: readonly string[]): Record<string, string | number> {
  const row: Record<string, string | number> = {};
  names.forEach((name, index) => {
    const value = csvValue(record[index] ?? '');
    if (value !== undefined && name !== '') row[name] = value;
  });
  return row;
}

function batchId(file: File, batch: number): string {
  const name = file.name.replaceAll(/[^\x21-\x7e]/g, '_').slice(0, 120);
  return `${name}:${file.size}:${file.lastModified}:${batch}`;
}

import type { Question } from './question.ts';

interface Download {
  readonly serverUrl: string;
  readonly token: () => Promise<string> | string;
  readonly question: Question;
  readonly metric: string;
  readonly range: { readonly start: string; readonly end: string };
  readonly signal: AbortSignal;
  readonly onRows: (rows: number) => void;
}

/** Reads the CSV of one metric to its end, counting rows as they come. What breaks off is an error, never a shorter file. */
export async function downloadCsv(download: Download): Promise<{ readonly file: Blob; readonly rows: number }> {
  const { question, metric, range, serverUrl, signal, onRows } = download;
  const query = new URLSearchParams({
    ...{ data_type: question.type, start_time: range.start, end_time: range.end },
    ...{ granularity: question.granularity, time_zone: question.timeZone },
  });
  for (const name of question.dimensions) query.append('dimensions', name);
  for (const filter of question.filters) query.append('filters', filter);
  const url = `${serverUrl}/api/v1/metrics/series/${encodeURIComponent(metric)}/csv?${query}`;
  const headers = { authorization: `Bearer ${await download.token()}` };
  const response = await fetch(url, { headers, signal });
  if (!response.ok || response.body === null) {
    const problem: unknown = await response.json().catch(() => null);
    throw Object.assign(new Error(response.statusText), problem === null ? {} : { data: { problem } });
  }
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let lines = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    for (const byte of value) if (byte === lineEnd) lines += 1;
    onRows(Math.max(0, lines - 1));
  }
  return { file: new Blob(pieces, { type: 'text/csv' }), rows: Math.max(0, lines - 1) };
}

const lineEnd = 10;

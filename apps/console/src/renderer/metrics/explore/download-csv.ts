import { csvProgress, type CsvProgress } from './csv-progress.ts';
import type { MetricAsked, Question } from './question.ts';

interface Download {
  readonly serverUrl: string;
  readonly token: () => Promise<string> | string;
  readonly question: Question;
  readonly metric: MetricAsked;
  readonly range: { readonly start: string; readonly end: string };
  readonly signal: AbortSignal;
  readonly onProgress: (progress: CsvProgress) => void;
}

/**
 * Reads the CSV of one metric to its end, saying how far it is. What breaks off is an error, never a shorter file: the server's count
 * of rows is a trailer, which no browser shows, but a body without its last chunk fails.
 */
export async function downloadCsv(download: Download): Promise<{ readonly file: Blob; readonly rows: number }> {
  const { question, metric, range, serverUrl, signal, onProgress } = download;
  const query = new URLSearchParams({
    ...{ data_type: metric.data_type, start_time: range.start, end_time: range.end },
    ...{ granularity: question.granularity, time_zone: question.timeZone },
  });
  for (const name of metric.dimensions ?? []) query.append('dimensions', name);
  if (metric.aggregation_type !== undefined) query.append('aggregation_type', metric.aggregation_type);
  for (const filter of question.filters) query.append('filters', filter);
  const url = `${serverUrl}/api/v1/metrics/series/${encodeURIComponent(metric.name)}/csv?${query}`;
  const headers = { authorization: `Bearer ${await download.token()}` };
  const response = await fetch(url, { headers, signal });
  if (!response.ok || response.body === null) {
    const problem: unknown = await response.json().catch(() => null);
    throw Object.assign(new Error(response.statusText), problem === null ? {} : { data: { problem } });
  }
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const follow = csvProgress(range);
  let progress: CsvProgress = { rows: 0, share: 0 };
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    progress = follow(value);
    onProgress(progress);
  }
  return { file: new Blob(pieces, { type: 'text/csv' }), rows: progress.rows };
}

import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild } from './harness/child.ts';
import { contactsCsv } from './harness/contacts.ts';
import { importContacts, startInstallation } from './harness/installation.ts';
import { interleaved, median, medianRatio } from './harness/measure.ts';
import { residentBytes, watchMemory } from './harness/memory.ts';
import type { BenchResult } from './harness/results.ts';

const rows = 100_000;
const rounds = 3;

interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  readonly memoryBytes: number;
  /** The file's own columns into one plain table, measured beside the rows that an import leaves. */
  readonly plainMs: number;
}

/** An import through the front door against a bare COPY of the same rows: rows a second, and the memory it takes. */
export async function imports(): Promise<BenchResult> {
  const csv = contactsCsv(rows);
  const measured = await interleaved(rounds, { ours: () => oneImport(csv), rival: bareCopy });
  const perSecond = (values: readonly number[]) => rows / (median(values) / 1000);
  return {
    title: 'Import of 100,000 contacts beside a bare COPY of the same rows',
    method:
      `${rows} lines of five columns. Ours: from the first byte of the upload to the record's completed_at, each round in a fresh installation: file stored and synced, ` +
      'every row checked, contacts, three attributes each and the consent ledger written with their indexes, in a durable workflow. The rival: COPY of the rows that the import leaves (a contact, three ' +
      'attributes, a ledger line), prepared as text, into tables of the same shape and indexes in a fresh PGlite; beside it, COPY of the five columns into one table without an index. ' +
      `${rounds} rounds in turns. Memory is resident memory of the server's process, sampled every 20 ms, above that before the upload.`,
    figures: [
      {
        name: 'contacts a second, ours by the COPY’s',
        value: 1 / medianRatio(measured, ({ ms }) => ms),
        unit: 'ratio',
        target: { min: 0.25 },
      },
      {
        name: 'contacts a CPU second, ours by the COPY’s',
        value: 1 / medianRatio(measured, ({ cpuMs }) => cpuMs),
        unit: 'ratio',
      },
      {
        name: 'most memory above idle',
        value: median(measured.map(({ ours }) => ours.memoryBytes)) / 2 ** 20,
        unit: 'MB',
        target: { max: 300 },
      },
      { name: 'ours', value: perSecond(measured.map(({ ours }) => ours.ms)), unit: 'per_s' },
      {
        name: 'the bare COPY of the same rows',
        value: perSecond(measured.map(({ rival }) => rival.ms)),
        unit: 'per_s',
      },
      {
        name: 'COPY of the file’s columns alone, no index',
        value: perSecond(measured.map(({ rival }) => rival.plainMs)),
        unit: 'per_s',
      },
    ],
  };
}

async function oneImport(csv: Blob): Promise<Measured> {
  await using installation = await startInstallation();
  const { server, api } = installation;
  await installation.engine();
  await pause(2000);
  const idleBytes = await residentBytes(server);
  const memory = watchMemory(server);
  const before = await server.usage();
  const startedMs = Date.now();
  const { completed_at: completedAt } = await importContacts(api, csv);
  const after = await server.usage();
  const highest = await memory.stop();
  return {
    ms: Date.parse(completedAt ?? '') - startedMs,
    cpuMs: after.cpuMs - before.cpuMs,
    memoryBytes: highest - idleBytes,
    plainMs: 0,
  };
}

async function bareCopy(): Promise<Measured> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'marquee-bench-'));
  await using child = startChild({
    script: new URL('./import-copy.ts', import.meta.url),
    args: [folder.path, String(rows)],
  });
  await child.line(/^READY/);
  const copied = async (kind: 'rows' | 'file') => {
    child.tell(kind);
    const [, told = ''] = await child.line(new RegExp(`^COPIED ${kind} (.*)$`));
    return JSON.parse(told) as Pick<Measured, 'ms' | 'cpuMs'>; // the child prints exactly this
  };
  const { ms: plainMs } = await copied('file');
  return { memoryBytes: 0, plainMs, ...(await copied('rows')) };
}

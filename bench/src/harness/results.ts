import { readFile, writeFile } from 'node:fs/promises';
import type { Machine } from './machine.ts';

/** One measured figure. Only those with a target are judged. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ratio' | 'count' | 'kB' | 'MB' | 'ms' | 's' | 'per_cpu_s' | 'per_s';
  /** The least or the most it may be. */
  readonly target?: { readonly min: number } | { readonly max: number };
  /** The machine decides as much as the code: whether the target is met is shown, and a miss fails nothing. */
  readonly isShownOnly?: true;
}

/** What one benchmark found. */
export interface BenchResult {
  readonly title: string;
  /** How it was measured, in a sentence. */
  readonly method: string;
  readonly figures: readonly Figure[];
}

/** A benchmark: what it measures and against whom is in its own file. */
export type Bench = () => Promise<BenchResult>;

interface Kept extends BenchResult {
  readonly measured_at: string;
  readonly machine: Machine;
}

type Results = Readonly<Record<string, Kept>>;

const resultsFile = new URL('../../results.json', import.meta.url);
const pageFile = new URL('../../../docs/bench.md', import.meta.url);
const [tableStart, tableEnd] = ['<!-- figures: written by npm run bench -->', '<!-- end of figures -->'];

/** Whether a figure reaches its target; null when it has none. */
export function isMet({ value, target }: Figure): boolean | null {
  if (target === undefined) return null;
  return 'min' in target ? value >= target.min : value <= target.max;
}

/** Whether a figure fails the run. */
export function isFailing(figure: Figure): boolean {
  return figure.isShownOnly !== true && isMet(figure) === false;
}

/** Puts results beside those of other benchmarks in results.json, and their table into docs/bench.md. */
export async function keepResults(found: Results): Promise<void> {
  const earlier = JSON.parse(await readFile(resultsFile, 'utf8').catch(() => '{}')) as Results; // written below, by us alone
  const all: Results = { ...earlier, ...found };
  await writeFile(resultsFile, `${JSON.stringify(all, null, 2)}\n`);
  const page = await readFile(pageFile, 'utf8');
  const [start, end] = [page.indexOf(tableStart), page.indexOf(tableEnd)];
  if (start < 0 || end < start) throw new Error('docs/bench.md has lost the place of its figures');
  await writeFile(pageFile, `${page.slice(0, start)}${tableStart}\n${pageTable(all)}\n${page.slice(end)}`);
}

/** One line a figure, for the terminal. */
export function figureLine(figure: Figure): string {
  const met = isMet(figure);
  const shown = figure.isShownOnly === true ? ', shown only' : '';
  const verdict = met === null ? '' : `   ${met ? 'met' : 'MISSED'} (${targetText(figure)}${shown})`;
  return `  ${figure.name.padEnd(58)} ${valueText(figure).padStart(14)}${verdict}`;
}

function pageTable(results: Results): string {
  const rows = Object.values(results).flatMap(({ title, figures }) =>
    figures.map(
      (figure) => `| ${title} | ${figure.name} | ${valueText(figure)} | ${targetText(figure)} | ${verdict(figure)} |`,
    ),
  );
  const machines = new Set(Object.values(results).map(({ machine }) => machineText(machine)));
  const head = ['| | figure | value | target | |', '| --- | --- | ---: | --- | --- |'];
  return ['', ...head, ...rows, '', ...[...machines].map((text) => `Measured on ${text}.`), ''].join('\n');
}

function verdict(figure: Figure): string {
  const met = isMet(figure);
  if (met === null) return 'not judged';
  return `${met ? 'met' : '**missed**'}${figure.isShownOnly === true ? ', shown only' : ''}`;
}

function machineText({ cpu, cores, memory_gb: memory, platform, node }: Machine): string {
  return `${cpu}, ${cores} cores, ${memory} GB, ${platform}, Node ${node}`;
}

function valueText({ value, unit }: Figure): string {
  const text = value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
  switch (unit) {
    case 'ratio':
      return value.toFixed(2);
    case 'count':
      return text;
    case 'per_cpu_s':
      return `${text} per CPU s`;
    case 'per_s':
      return `${text}/s`;
    case 'kB':
    case 'MB':
    case 'ms':
    case 's':
      return `${text} ${unit}`;
  }
}

function targetText({ target }: Figure): string {
  if (target === undefined) return '';
  return 'min' in target ? `at least ${target.min}` : `at most ${target.max}`;
}

import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';

/** One route of a document, with the examples it shows. */
export interface DocumentedRoute {
  /** Such as `GET /api/v1/users`. */
  readonly route: string;
  readonly request: unknown;
  /** The answer's example; undefined when the document shows none. */
  readonly response: unknown;
  /** 200 unless the document says otherwise. */
  readonly status: number;
}

/** Reads the routes of a document, in its order. */
export async function readDocument(file: URL): Promise<{
  readonly routes: readonly DocumentedRoute[];
  /** The shell commands of its workflow. */
  readonly commands: readonly string[];
  /** The lines of its CSV example. */
  readonly csv: string;
}> {
  const text = await readFile(file, 'utf8');
  const sections = text.split(/^### /m).slice(1);
  const workflow = sections.find((section) => section.startsWith('**Complete Campaign Workflow**')) ?? '';
  const script = blocksOf(workflow, 'bash')[0] ?? '';
  return {
    routes: sections.flatMap(routeOf),
    commands: script.split(/^# \d+\. .*$/m).flatMap((command) => (command.trim() === '' ? [] : [command.trim()])),
    csv: sections.flatMap((section) => blocksOf(section, 'csv'))[0] ?? '',
  };
}

function routeOf(section: string): readonly DocumentedRoute[] {
  const route = blocksOf(section, 'http')[0]?.trim();
  if (route === undefined || !/^(GET|POST|PUT|DELETE) \//.test(route)) return [];
  const [before, after] = section.split(/^\*\*Response/m);
  const json = (part: string | undefined) => {
    const example = blocksOf(part ?? '', 'json')[0];
    return example === undefined ? undefined : (JSON.parse(example) as unknown);
  };
  const status = /^[^\n]*\((\d{3})/.exec(after ?? '')?.[1];
  return [{ route, request: json(before), response: json(after), status: Number(status ?? '200') }];
}

function blocksOf(text: string, language: string): readonly string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...text.matchAll(pattern)].map(([, block = '']) => block);
}

/** What an answer may have that its example does not show, by the field's path. */
export interface Allowances {
  /** Records whose keys are the data. */
  readonly open?: readonly string[];
  /** Fields that the example has a value for, and an answer may have none. */
  readonly nullable?: readonly string[];
  /** Fields beside those of the example. */
  readonly extra?: readonly string[];
}

/** Expects the keys and types of an example; values are not compared, and the items of a list are all like its first. */
export function expectShape(answer: unknown, example: unknown, allowed: Allowances = {}): void {
  expect(differences({ answer, example, path: '' }, allowed)).toEqual([]);
}

interface Compared {
  readonly answer: unknown;
  readonly example: unknown;
  readonly path: string;
}

function differences({ answer, example, path }: Compared, allowed: Allowances): readonly string[] {
  const { open = [], nullable = [], extra = [] } = allowed;
  if (example === null || (answer === null && nullable.includes(path))) return [];
  if (kindOf(answer) !== kindOf(example)) return [`${path} is ${kindOf(answer)}, documented as ${kindOf(example)}`];
  if (Array.isArray(example) && Array.isArray(answer)) {
    if (example.length > 0 && answer.length === 0) return [`${path} is empty: nothing to compare`];
    return answer.flatMap((item: unknown) =>
      differences({ answer: item, example: example[0], path: `${path}[]` }, allowed),
    );
  }
  if (!isRecord(example) || !isRecord(answer)) return [];
  const at = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (open.includes(path)) {
    const [value] = Object.values(example);
    return Object.entries(answer).flatMap(([key, one]) =>
      differences({ answer: one, example: value, path: at(key) }, allowed),
    );
  }
  return [
    ...Object.keys(example).flatMap((key) =>
      key in answer
        ? differences({ answer: answer[key], example: example[key], path: at(key) }, allowed)
        : [`${at(key)} is missing`],
    ),
    ...Object.keys(answer).flatMap((key) =>
      key in example || extra.includes(at(key)) ? [] : [`${at(key)} is not documented`],
    ),
  ];
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

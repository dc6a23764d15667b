import { readFile } from 'node:fs/promises';
import type { DocumentedRoute } from '../harness/document.ts';

/** The metrics document: its routes with their examples, and its two client programs. */
export interface MetricsDocument {
  readonly routes: readonly (DocumentedRoute & {
    /** The request line of an example with its query, as the document shows it. */
    readonly exampleUrl: string | null;
    /** The text of an answer that is no JSON. */
    readonly csv: string | null;
  })[];
  readonly python: string;
  readonly javascript: string;
}

/** Reads the document's copy. */
export async function readMetricsDocument(): Promise<MetricsDocument> {
  const text = await readFile(new URL('documents/metrics.md', import.meta.url), 'utf8');
  const sections = text.split(/^####? /m).slice(1);
  return {
    routes: sections.flatMap(routeOf),
    python: programOf(sections, 'Python SDK Example', 'python'),
    javascript: programOf(sections, 'JavaScript/Node.js Example', 'javascript'),
  };
}

function routeOf(section: string): MetricsDocument['routes'] {
  const [heading = ''] = section.split('\n');
  const [before = '', after = ''] = section.split('**Response:**');
  const requests = blocksOf(before, 'http').map((block) => block.split(/\n\n/));
  const [first = ['']] = requests;
  const route = /^[A-Z]+ \/\S+$/.exec(heading)?.[0] ?? /^(?:GET|POST) \/auth\/\S+/.exec(first[0] ?? '')?.[0];
  if (route === undefined) return [];
  const body = blocksOf(before, 'json')[0] ?? first.slice(1).join('\n\n');
  const response = blocksOf(after, 'json')[0];
  return [
    {
      route,
      request: body.trim() === '' ? undefined : (JSON.parse(body) as unknown),
      response: response === undefined ? undefined : (JSON.parse(response) as unknown),
      status: 200,
      exampleUrl: /^[A-Z]+ (\/\S+)/.exec(first[0] ?? '')?.[1] ?? null,
      csv: blocksOf(after, 'csv')[0] ?? null,
    },
  ];
}

function programOf(sections: readonly string[], heading: string, language: string): string {
  const section = sections.find((each) => each.startsWith(heading)) ?? '';
  const program = blocksOf(section, language)[0];
  if (program === undefined) throw new Error(`the document has no ${heading}`);
  return program;
}

function blocksOf(text: string, language: string): readonly string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...text.matchAll(pattern)].map(([, block = '']) => block);
}

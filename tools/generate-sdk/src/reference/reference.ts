import { fillSnippet } from '../../../../packages/sdk/src/snippet-text.ts';
import { exampleValues } from '../emit/examples.ts';
import { callOf, snippetOf } from '../emit/snippet-templates.ts';
import { reached } from '../model/document.ts';
import type { Document, Schema } from '../model/document.ts';
import { eventTable } from '../model/event-types.ts';
import type { Model } from '../model/model.ts';
import { sentence, typeName } from '../model/names.ts';
import type { SdkOperation, SdkResource } from '../model/operations.ts';
import { repeatingOf } from '../model/repeating.ts';
import { cell, code, fieldTable, rowsOf, typeSection, typeText } from './reference-types.ts';
import { errorRows } from './reference-errors.ts';

/** Where examples in the reference send their requests. */
export const exampleServer = 'https://marquee.example.com';

/** The page of one domain: each operation by SDK and REST, then the types. */
export function referencePage(model: Model, domain: string): string {
  const resources = model.resources.filter((resource) => resource.domain === domain && resource.operations.length > 0);
  return [
    `# ${domain}`,
    '',
    'Made from the contract by `npm run generate`. Errors that every call can meet, paging, retries and keys: [reference](README.md).',
    '',
    resources.map(contentsOf).join('\n'),
    ...resources.flatMap((resource) =>
      resource.operations.flatMap((operation) => ['', operationSection(model.document, operation)]),
    ),
    '',
    ...(domain === 'events' ? eventTable(model.document) : []),
    ...typesSection(model, resources),
    '',
  ].join('\n');
}

function contentsOf({ domain, name, operations }: SdkResource): string {
  const links = operations.map((operation) => {
    const [verb = operation.verb] = callOf(operation).split('.').slice(-1);
    return `[${verb}](#${anchor(operation.name)})`;
  });
  const place = name === null ? domain : `${domain}.${name}`;
  return `- ${code(`marquee.${place}`)}: ${links.join(', ')}`;
}

/** The anchor that GitHub gives a heading of an operation's name. */
export function anchor(name: string): string {
  return name.toLowerCase().replaceAll('.', '');
}

function operationSection(document: Document, operation: SdkOperation): string {
  const { declared, errors } = operation;
  const { typescript, curl } = fillSnippet(
    snippetOf(operation),
    exampleValues(document, operation, 'literal'),
    exampleServer,
  );
  return [
    `## ${operation.name}`,
    '',
    sentence(declared.summary),
    ...(declared.description === undefined ? [] : ['', declared.description]),
    ...(declared['x-deprecated'] === undefined ? [] : ['', `**Deprecated**: ${declared['x-deprecated']}`]),
    '',
    factsOf(operation),
    '',
    fenced('ts', typescript),
    '',
    fenced('sh', curl),
    ...parameterSection(operation),
    ...(errors.length === 0
      ? []
      : ['', 'Errors, besides [those of every call](README.md#errors):', '', errorRows(errors)]),
  ].join('\n');
}

function factsOf(operation: SdkOperation): string {
  const { declared, method, path } = operation;
  const facts: readonly (readonly [string, string | null])[] = [
    ['SDK', `${code(`marquee.${callOf(operation)}(${signatureOf(operation)})`)} → ${answerText(operation)}`],
    ['REST', `${code(`${method} /api/v1${path}`)} → ${statusOf(operation)}`],
    ['tRPC', procedureText(operation)],
    ['access', accessText(operation)],
    ['limit', declared['x-limit'] === 'unmetered' ? 'none' : code(declared['x-limit'])],
    ['repeating', repeatText(operation)],
    ['since', declared['x-since'] ?? null],
  ];
  const rows = facts.flatMap(([name, text]) => (text === null ? [] : [`| ${name} | ${cell(text)} |`]));
  return ['| | |', '|---|---|', ...rows].join('\n');
}

function signatureOf({ pathParameters, params, answer }: SdkOperation): string {
  return [
    ...pathParameters.map(({ name }) => name),
    ...(answer.kind === 'upload' ? ['file'] : []),
    ...(params === null ? [] : [params.isRequired ? 'params' : 'params?']),
    'options?',
  ].join(', ');
}

function answerText({ answer }: SdkOperation): string {
  switch (answer.kind) {
    case 'nothing':
      return 'nothing';
    case 'json':
    case 'upload':
      return answer.schema.$ref === undefined ? typeText(answer.schema) : typeText({ $ref: answer.type });
    case 'page':
      return `pages of ${typeText({ $ref: answer.item })}`;
    case 'download':
      return `a stream of ${code(answer.mediaType)}`;
    case 'stream':
      return `a live stream of ${typeText({ $ref: answer.item })}`;
  }
}

function statusOf({ declared }: SdkOperation): string {
  return Object.keys(declared.responses).find((status) => status.startsWith('2')) ?? '200';
}

function procedureText({ name, declared, answer }: SdkOperation): string | null {
  if (answer.kind === 'stream') return `${code(name.replace(/\.sse$/, '.websocket'))} (subscription)`;
  const kind = declared['x-kind'];
  return kind === 'query' || kind === 'mutation' ? `${code(name)} (${kind})` : null;
}

function accessText({ declared }: SdkOperation): string {
  const access = declared['x-access'];
  if (access === 'public') return 'anyone';
  if (access === 'signed_in') return 'any signed-in caller';
  const role = declared['x-role'];
  return `scope ${code(access)}${role === undefined ? '' : `, role ${code(role)} or above`}`;
}

function repeatText(operation: SdkOperation): string | null {
  const kind = repeatingOf(operation);
  return kind === null ? null : repeating[kind];
}

const repeating = {
  key: 'with the same `Idempotency-Key` answers what the first call did, for 24 hours; the SDK sends one',
  secret: 'with the same `Idempotency-Key` is refused: the answer holds a secret and is shown once',
  natural: 'does no harm: doing it twice is doing it once',
  again: 'does it again; the SDK sends it again only when the server cannot have begun it',
} as const;

const places = { query: 'In the query', body: 'In the JSON body' } as const;

function parameterSection({ pathParameters, params, answer }: SdkOperation): readonly string[] {
  const path: Schema = {
    properties: Object.fromEntries(
      pathParameters.map(({ name, schema, description }) => [
        name,
        description === undefined ? schema : { ...schema, description },
      ]),
    ),
    required: pathParameters.map(({ name }) => name),
  };
  const inPath = pathParameters.length === 0 ? [] : ['', 'In the path:', '', fieldTable(rowsOf(path), true)];
  if (params === null) return inPath;
  const place = answer.kind === 'upload' ? 'Form fields' : places[params.in];
  const intro = `${place} of REST, in ${code('params')} of the SDK:`;
  return [...inPath, '', intro, '', fieldTable(rowsOf(params.schema), true)];
}

/** Every component that the page's operations reach, by name. */
function typesSection({ document }: Model, resources: readonly SdkResource[]): readonly string[] {
  const found = new Set<string>();
  for (const { operations } of resources) {
    for (const { answer, params } of operations) {
      if (answer.kind === 'json' || answer.kind === 'upload') reached(document, answer.schema, found);
      if (answer.kind === 'page') reached(document, { $ref: `#/${answer.whole}` }, found);
      if (answer.kind === 'stream') reached(document, { $ref: `#/${answer.item}` }, found);
      if (params !== null) reached(document, params.schema, found);
    }
  }
  const sections = [...found].sort().map((name) => typeSection(document, typeName(name), name));
  return sections.length === 0 ? [] : ['## Types', '', sections.join('\n\n')];
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

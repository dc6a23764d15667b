import { exceptions } from '../exceptions.ts';
import type { Model } from '../model/model.ts';
import type { SdkOperation, SdkResource } from '../model/operations.ts';
import { repeatingOf } from '../model/repeating.ts';
import { comment } from '../model/schema-types.ts';
import { declarationsOf, header, path, typeImports, typesIn } from './emit-types.ts';
import { methodDoc } from './method-docs.ts';

/** The runtime files that generated code stands on, from `generated/`. */
const runtime = '../calls/resource';

/** The file of one resource: its class and its types. */
export function emitResource(model: Model, resource: SdkResource): string {
  const methods = resource.operations.filter(({ name }) => exceptions[name] === undefined);
  const mentioned = [...methods.flatMap(typesOf), ...typesIn(model, resource.file).flatMap(({ uses }) => [...uses])];
  return [
    header,
    methods.length === 0 ? '' : runtimeImports(resource.file, methods),
    typeImports(model, resource.file, mentioned),
    '',
    methods.length === 0 ? '' : emitClass(model, resource, methods),
    '',
    declarationsOf(model, resource.file),
    '',
  ].join('\n');
}

function runtimeImports(file: string, methods: readonly SdkOperation[]): string {
  const from = path(file, runtime);
  const types = ['RequestOptions', ...methods.flatMap(({ answer }) => runtimeTypes[answer.kind])];
  return `import { Resource } from '${from}';\nimport type { ${[...new Set(types)].sort().join(', ')} } from '${from}';`;
}

const runtimeTypes = {
  nothing: ['ApiPromise'],
  json: ['ApiPromise'],
  page: ['PagePromise'],
  upload: ['ApiPromise', 'UploadOptions', 'UploadSource'],
  download: ['ApiPromise', 'Download'],
  stream: [],
} as const;

function typesOf({ answer, params }: SdkOperation): readonly string[] {
  return [...answerTypes(answer), ...(params === null ? [] : [params.type])];
}

function answerTypes(answer: SdkOperation['answer']): readonly string[] {
  if (answer.kind === 'page') return [answer.item, ...(answer.more.length > 0 ? [answer.whole] : [])];
  return answer.kind === 'json' || answer.kind === 'upload' ? [answer.type] : [];
}

function emitClass(model: Model, resource: SdkResource, methods: readonly SdkOperation[]): string {
  const { domain, name, className } = resource;
  const body = methods.map((method) => `${comment(methodDoc(model.document, method))}\n${emitMethod(method)}`);
  return [
    `/** \`marquee.${name === null ? domain : `${domain}.${name}`}\`: ${methods.map(({ verb }) => verb).join(', ')}. */`,
    `export class ${className} extends Resource {`,
    body.join('\n\n'),
    '}',
  ].join('\n');
}

/** One method, one line: its bytes are paid once an operation. */
function emitMethod(operation: SdkOperation): string {
  const { verb, answer, params, pathParameters, method, path: route } = operation;
  const isUpload = answer.kind === 'upload';
  const parameters = [
    ...pathParameters.map(({ name, schema }) => `${name}: ${schema.type === 'integer' ? 'number' : 'string'}`),
    ...(isUpload ? ['file: UploadSource'] : []),
    ...(params === null ? [] : [`params${params.isRequired ? '' : '?'}: ${params.type}`]),
    `options?: ${isUpload ? 'UploadOptions' : 'RequestOptions'}`,
  ];
  const call = `'${method} ${route}', ${partsOf(operation)}, options`;
  return `${verb}(${parameters.join(', ')}): ${resultOf(answer)} { return this.client.${callOf(answer)}(${call}); }`;
}

function partsOf(operation: SdkOperation): string {
  const { params, pathParameters, answer } = operation;
  const repeating = repeatingOf(operation);
  const accept = answer.kind === 'json' ? answer.accept : null;
  const parts = [
    ...(pathParameters.length === 0 ? [] : [`path: [${pathParameters.map(({ name }) => name).join(', ')}]`]),
    ...(params === null ? [] : [`${params.in}: params`]),
    ...(answer.kind === 'upload' ? ['file'] : []),
    ...(repeating === 'key' || repeating === 'secret' ? ['key: true'] : []),
    ...(repeating === 'again' ? ['once: true'] : []),
    ...(accept === null ? [] : [`accept: '${accept}'`]),
  ];
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function resultOf(answer: SdkOperation['answer']): string {
  switch (answer.kind) {
    case 'page':
      return `PagePromise<${[answer.item, ...(answer.more.length > 0 ? [answer.whole] : [])].join(', ')}>`;
    case 'nothing':
      return 'ApiPromise<void>';
    case 'download':
      return 'ApiPromise<Download>';
    case 'json':
    case 'upload':
      return `ApiPromise<${answer.type}>`;
    case 'stream':
      throw new Error('a stream is written by hand');
  }
}

function callOf(answer: SdkOperation['answer']): string {
  return answer.kind === 'page' || answer.kind === 'upload' || answer.kind === 'download' ? answer.kind : 'call';
}

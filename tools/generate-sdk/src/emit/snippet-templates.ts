import type { Snippet } from '../../../../packages/sdk/src/snippet-text.ts';
import { exceptions } from '../exceptions.ts';
import { camel } from '../model/names.ts';
import type { SdkOperation } from '../model/operations.ts';
import { repeatingOf } from '../model/repeating.ts';

/** How a method is called: `messaging.campaigns.create`. */
export function callOf({ name }: SdkOperation): string {
  const exception = exceptions[name];
  return exception?.by === 'runtime' ? exception.call : name;
}

/** One operation as code to fill in. */
export function snippetOf(operation: SdkOperation): Snippet {
  return { typescript: typescriptOf(operation), curl: curlOf(operation) };
}

function typescriptOf(operation: SdkOperation): string {
  const { answer, params, pathParameters } = operation;
  const places = [
    ...pathParameters.map(({ name }) => name),
    ...(answer.kind === 'upload' ? ['file'] : []),
    ...(params === null ? [] : ['params']),
  ];
  const call = `marquee.${callOf(operation)}(${places.map((place) => `{{${place}}}`).join(', ')})`;
  switch (answer.kind) {
    case 'page':
      return `for await (const ${camel(answer.item)} of ${call}) {\n  console.log(${camel(answer.item)});\n}`;
    case 'stream':
      return `for await (const event of ${call}) {\n  console.log(event.name, event.data);\n}`;
    case 'nothing':
      return `await ${call};`;
    case 'download':
      return `const download = await ${call};`;
    case 'json':
    case 'upload':
      return `const ${camel(answer.type)} = await ${call};`;
  }
}

function curlOf(operation: SdkOperation): string {
  const { method, path, params, answer, declared } = operation;
  const repeating = repeatingOf(operation);
  const url = `'{{base_url}}/api/v1${path.replaceAll(/\{(\w+)\}/g, '{{$1}}')}${params?.in === 'query' && answer.kind !== 'upload' ? '{{query}}' : ''}'`;
  const flags = [
    ...(declared['x-access'] === 'public' ? [] : [`-H "Authorization: Bearer $MARQUEE_API_KEY"`]),
    ...(repeating === 'key' || repeating === 'secret' ? [`-H "Idempotency-Key: $(uuidgen)"`] : []),
    ...(answer.kind === 'upload' ? [`-F 'file=@{{file}}'`] : []),
    ...(answer.kind === 'download' ? ['-o download'] : []),
    ...(answer.kind === 'stream' ? ['-N'] : []),
  ];
  const rest = answer.kind === 'upload' ? '{{form}}' : params?.in === 'body' ? '{{body}}' : '';
  return [`curl ${method === 'GET' ? '' : `-X ${method} `}${url}`, ...flags].join(' \\\n  ') + rest;
}

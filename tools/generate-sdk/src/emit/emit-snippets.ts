import type { Model } from '../model/model.ts';
import { methodsOf } from '../model/operations.ts';
import { header } from './emit-types.ts';
import { snippetOf } from './snippet-templates.ts';

/** The file of every operation as code to fill in. */
export function emitSnippets(model: Model): string {
  const operations = methodsOf(model.resources).map(([, operation]) => operation);
  const entries = operations.map((operation) => {
    const { typescript, curl } = snippetOf(operation);
    return `'${operation.name}': { typescript: ${JSON.stringify(typescript)}, curl: ${JSON.stringify(curl)} },`;
  });
  return [
    header,
    `import type { Snippet } from '../snippet-text.ts';`,
    '',
    '/** The name of an operation that there is code for. */',
    `export type SnippetName = ${operations.map(({ name }) => `'${name}'`).join(' | ')};`,
    '',
    '/** Every operation of the SDK as TypeScript and curl, with `{{placeholders}}`. */',
    `export const snippets: Readonly<Record<SnippetName, Snippet>> = {\n${entries.join('\n')}\n};`,
    '',
  ].join('\n');
}

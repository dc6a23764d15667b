import { header } from './emit-types.ts';
import type { Model } from './model.ts';
import { methodsOf } from './operations.ts';
import { snippetOf } from './snippet-templates.ts';

/** The file of every operation as code to fill in. */
export function emitSnippets(model: Model): string {
  const entries = methodsOf(model.resources).map(([, operation]) => {
    const { typescript, curl } = snippetOf(operation);
    return `'${operation.name}': { typescript: ${JSON.stringify(typescript)}, curl: ${JSON.stringify(curl)} },`;
  });
  return [
    header,
    '/** Every operation of the SDK as TypeScript and curl, with `{{placeholders}}`. */',
    `export const snippets = {\n${entries.join('\n')}\n} as const;`,
    '',
  ].join('\n');
}

import { fillSnippet } from '../../../../packages/sdk/src/snippet-text.ts';
import type { Model } from '../model/model.ts';
import { methodsOf } from '../model/operations.ts';
import { exampleServer } from '../reference/reference.ts';
import { header } from './emit-types.ts';
import { exampleValues } from './examples.ts';
import { snippetOf } from './snippet-templates.ts';

/** The file of every TypeScript example as code: what does not compile would mislead a reader of the reference. */
export function emitExamples({ document, resources }: Model): string {
  const blocks = methodsOf(resources).map(([, operation]) => {
    const values = exampleValues(document, operation, 'literal');
    return `{\n${fillSnippet(snippetOf(operation), values, exampleServer).typescript}\n}`;
  });
  return [
    header,
    "import type { ResourceTree } from '../../../../packages/sdk/src/generated/resources.ts';",
    '',
    '/** Every example of the reference: it is compiled, never run. */',
    `export async function examples(marquee: ResourceTree): Promise<void> {\n${blocks.join('\n')}\n}`,
    '',
  ].join('\n');
}

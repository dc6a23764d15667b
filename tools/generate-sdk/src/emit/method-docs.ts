import { fillSnippet } from '../../../../packages/sdk/src/snippet-text.ts';
import type { Document } from '../model/document.ts';
import { errorClass, sentence } from '../model/names.ts';
import type { SdkOperation } from '../model/operations.ts';
import { exampleValues } from './examples.ts';
import { snippetOf } from './snippet-templates.ts';

/** What a hover over a method says: what it does, what it can throw, and a call. */
export function methodDoc(document: Document, operation: SdkOperation): string {
  const { summary, description } = operation.declared;
  const deprecated = operation.declared['x-deprecated'];
  const lines = [
    sentence(summary),
    ...(description === undefined ? [] : ['', description]),
    '',
    ...operation.errors.map((code) => `@throws {${errorClass(code)}}`),
    ...(deprecated === undefined ? [] : [`@deprecated ${deprecated}`]),
    '@example',
    ...exampleCall(document, operation).split('\n'),
  ];
  return lines.join('\n');
}

/** The call of an operation with example values, ids as variables. */
export function exampleCall(document: Document, operation: SdkOperation): string {
  const filled = fillSnippet(
    snippetOf(operation),
    exampleValues(document, operation, 'variable'),
    'https://…',
  ).typescript;
  return filled.replaceAll(/ \{\n {2}(console\.log\(.*\);)\n\}/g, ' $1');
}

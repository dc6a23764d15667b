import { snippets as templates } from './generated/snippets.ts';
import { fillSnippet } from './snippet-text.ts';
import type { Snippet, SnippetValues } from './snippet-text.ts';

export { Code } from './snippet-text.ts';
export type { Snippet, SnippetValues } from './snippet-text.ts';

/** The name of an operation that there is code for. */
export type SnippetName = keyof typeof templates;

/** Every operation as TypeScript and curl, with `{{placeholders}}`: see `snippetFor`. */
export const snippets: Readonly<Record<SnippetName, Snippet>> = templates;

/**
 * One operation as code with real values: what a console shows for the call it has just made.
 *
 * @param values path parameters and params in one object
 * @param baseUrl where the server is, such as `https://marquee.example.com`
 */
export function snippetFor(operation: SnippetName, values: SnippetValues, baseUrl: string): Snippet {
  return fillSnippet(snippets[operation], values, baseUrl);
}

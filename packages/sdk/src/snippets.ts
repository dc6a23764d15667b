import { snippets } from './generated/snippets.ts';
import type { SnippetName } from './generated/snippets.ts';
import { fillSnippet } from './snippet-text.ts';
import type { Snippet, SnippetValues } from './snippet-text.ts';

export { snippets } from './generated/snippets.ts';
export type { SnippetName } from './generated/snippets.ts';
export { Code } from './snippet-text.ts';
export type { Snippet, SnippetValues } from './snippet-text.ts';

/**
 * One operation as code with real values: what a console shows for the call it has just made.
 *
 * @param values path parameters and params in one object
 * @param baseUrl where the server is, such as `https://marquee.example.com`
 */
export function snippetFor(operation: SnippetName, values: SnippetValues, baseUrl: string): Snippet {
  return fillSnippet(snippets[operation], values, baseUrl);
}

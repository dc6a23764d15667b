import { refName, resolve } from './document.ts';
import type { Document, DocumentOperation, Schema } from './document.ts';
import { typeName } from './names.ts';

/** What a method resolves to. */
export type Answer =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'json'; readonly type: string; readonly schema: Schema; readonly accept: string | null }
  /** `whole` names the component of one page; `more` are the fields it has besides `items` and `page`. */
  | { readonly kind: 'page'; readonly item: string; readonly whole: string; readonly more: readonly string[] }
  | { readonly kind: 'upload'; readonly type: string; readonly schema: Schema }
  | { readonly kind: 'download'; readonly mediaType: string }
  | { readonly kind: 'stream'; readonly item: string };

/** How an operation answers. An answer without a name of its own gets `fallback`. */
export function answerOf(document: Document, declared: DocumentOperation, fallback: string): Answer {
  const [, response] = Object.entries(declared.responses).find(([status]) => status.startsWith('2')) ?? [];
  const content = response?.content ?? {};
  const json = content['application/json']?.schema;
  if (content['text/event-stream'] !== undefined) return { kind: 'stream', item: 'LoggedEvent' };
  if (json === undefined) {
    const [mediaType] = Object.keys(content);
    return mediaType === undefined ? { kind: 'nothing' } : { kind: 'download', mediaType };
  }
  const type = typeName(refName(json) ?? fallback);
  if (declared.requestBody?.content['multipart/form-data'] !== undefined) return { kind: 'upload', type, schema: json };
  return pageOf(document, json) ?? { kind: 'json', type, schema: json, accept: acceptOf(content) };
}

// Only where the server would choose by it.
function acceptOf(content: object): string | null {
  return Object.keys(content).length > 1 ? 'application/json' : null;
}

function pageOf(document: Document, schema: Schema): Answer | null {
  const { items, page, ...more } = resolve(document, schema).properties ?? {};
  const whole = refName(schema);
  if (items === undefined || page === undefined || refName(page) !== 'Page' || whole === undefined) return null;
  const item = items.items === undefined ? undefined : refName(items.items);
  if (item === undefined) throw new Error(`the items of ${whole} need a name: .meta({ id })`);
  return { kind: 'page', item: typeName(item), whole, more: Object.keys(more) };
}

/** Codes that any call can meet; the reference tells them once. */
export const commonCodes: ReadonlySet<string> = new Set([
  'forbidden',
  'idempotency_in_progress',
  'idempotency_mismatch',
  'internal',
  'malformed',
  'rate_limited',
  'unauthenticated',
  'unavailable',
  'validation_failed',
]);

const everywhere = new Set(['internal', 'malformed', 'rate_limited', 'unavailable', 'validation_failed']);

/** The codes that say something about this operation, sorted. Open operations name the refusals that others always have. */
export function errorCodes(declared: DocumentOperation): readonly string[] {
  const hidden = declared['x-access'] === 'public' ? everywhere : commonCodes;
  const codes = Object.values(declared.responses).flatMap(({ $ref }) => $ref?.split('/').at(-1)?.split('-or-') ?? []);
  return [...new Set(codes)].filter((code) => !hidden.has(code)).sort();
}

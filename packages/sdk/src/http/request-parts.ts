import type { CallParts, Route } from '../calls/resource.ts';

/** Where a call goes. */
export interface Target {
  readonly method: string;
  readonly url: string;
}

/**
 * The URL of a call.
 *
 * @throws {TypeError} when a value of the path is empty or would lead elsewhere
 */
export function targetOf(baseUrl: string, route: Route, { path = [], query }: CallParts): Target {
  const [method = '', pattern = ''] = route.split(' ');
  const values = path.values();
  const filled = pattern.replace(/\{(\w+)\}/g, (_place, name: string) => segmentOf(name, values.next().value));
  const search = query === undefined ? '' : String(searchOf(query));
  return { method, url: `${baseUrl}/api/v1${filled}${search === '' ? '' : `?${search}`}` };
}

/** Fields of a query or a form as text: undefined ones left out, lists comma-separated. */
export function textFields(fields: object): readonly (readonly [string, string])[] {
  return Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    value === undefined ? [] : [[name, textOf(value)] as const],
  );
}

/** A key that names one call over its repeats. */
export function newKey(): string {
  // Not crypto.randomUUID: browsers offer it on secure pages only.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

// `.` and `..` stay what they are when encoded, and a URL would leave the route by them.
function segmentOf(name: string, value: string | number | undefined): string {
  if (value === undefined || /^\.{0,2}$/.test(String(value)))
    throw new TypeError(`${name} must be an id, not ${JSON.stringify(value)}`);
  return encodeURIComponent(value);
}

function searchOf(query: object): URLSearchParams {
  return new URLSearchParams(Object.fromEntries(textFields(query)));
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

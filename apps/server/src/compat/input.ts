import type { FastifyRequest } from 'fastify';
import { FormBody } from '../http/bodies/bodies.ts';
import { mergeInput } from '../http/rest/merge-input.ts';
import type { UrlPlan } from '../http/rest/url-plan.ts';
import type { Conversion, Entry } from './dialect.ts';

/** One request's input under our names: renamed, coerced where it came as URL text, converted, completed. */
export function inputOf(entry: Entry, plan: UrlPlan, request: FastifyRequest): Record<string, unknown> {
  const names = entry.params ?? {};
  const merged = mergeInput(plan, {
    // Fastify parses both into objects of strings; their static type is unknown.
    path: renamed(names, request.params as Record<string, unknown>),
    query: renamed(names, request.query as Record<string, unknown>),
    body: renamedBody(names, request.body),
  });
  for (const [name, conversion] of Object.entries(entry.convert ?? {})) {
    if (typeof merged[name] === 'string') merged[name] = convert(conversion, merged[name]);
  }
  return { ...entry.defaults, ...merged };
}

/** Our field names as the document has them, for messages about them. */
export function documentName(entry: Entry, ours: string): string {
  return Object.entries(entry.params ?? {}).find(([, name]) => name === ours)?.[0] ?? ours;
}

function renamedBody(names: Readonly<Record<string, string>>, body: unknown): unknown {
  if (body instanceof FormBody) return new FormBody(renamed(names, body.fields));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  return renamed(names, { ...body });
}

function renamed(
  names: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [names[name] ?? name, value]));
}

function convert(conversion: Conversion, text: string): string {
  switch (conversion) {
    case 'upper':
      return text.toUpperCase();
    case 'lower':
      return text.toLowerCase();
    case 'day_start':
      return isDay(text) ? `${text}T00:00:00Z` : text;
    case 'day_end':
      // Ranges are half-open: a day's end is the start of the next.
      return isDay(text) ? new Date(Date.parse(`${text}T00:00:00Z`) + 86_400_000).toISOString() : text;
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

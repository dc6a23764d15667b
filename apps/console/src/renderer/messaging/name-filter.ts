import type { UrlState } from '../ui/filters/use-url-state.ts';

/** The longest text that lists take. */
const charsMax = 100;

/** What a list is asked for so that it shows only names that contain what the address says under `name`. */
export function nameFilter({ name }: UrlState): { readonly name_contains?: string } {
  const text = name?.trim().slice(0, charsMax) ?? '';
  return text === '' ? {} : { name_contains: text };
}

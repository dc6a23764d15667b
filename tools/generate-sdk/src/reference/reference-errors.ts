import { errorKinds } from '@marquee/api/errors';
import type { ErrorCode } from '@marquee/api/errors';
import { errorClass } from '../model/names.ts';

/** A table of codes: status, the class the SDK throws, and whether trying again can help. */
export function errorRows(codes: readonly string[]): string {
  const lines = codes.map((code) => {
    const kind = errorKinds[code as ErrorCode]; // the document's codes come from this list
    return `| \`${code}\` | ${kind.status} | \`${errorClass(code)}\` | ${kind.title}; ${advice[kind.retry]} |`;
  });
  return ['| code | status | SDK | |', '|---|---|---|---|', ...lines].join('\n');
}

/** The same for every code there is. */
export function allErrorRows(): string {
  return errorRows(Object.keys(errorKinds));
}

const advice = {
  never: 'repeating does not help',
  after_change: 'change the request',
  later: 'try again later, as the SDK does',
} as const;

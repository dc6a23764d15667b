import { ApiError } from '@marquee/api/errors';
import { expect } from 'vitest';
import { sqlFailureOf } from '../../database/failures.ts';
import type { OperationName } from '../operation-names.ts';
import { operationAt, type Says, type TestServices } from '../services.ts';
import type { CallInput } from './fixtures/fixture.ts';
import { textOf } from './tenant.ts';

/** A call of any kind of operation. */
export interface AnyCall {
  readonly input: CallInput;
  readonly says: Says;
}

/** The answer as text, whatever kind of operation it is. */
export async function answerOf(services: TestServices, name: OperationName, { input, says }: AnyCall): Promise<string> {
  // Fixtures of raw and stream operations give raw requests.
  if (!('input' in operationAt(name))) return await textOf((await services.invokeRaw(name, input, says)).body);
  return JSON.stringify(await services.invoke(name, input, says));
}

/** What came of a call: its answer, or why there is none. */
export async function outcomeOf(
  answer: Promise<string>,
): Promise<{ readonly text: string } | { readonly error: unknown }> {
  return await answer.then(
    (text) => ({ text }),
    (error: unknown) => ({ error }),
  );
}

/** The code a call was refused with; what it answered when it was not refused; a defect is thrown on. */
export async function refusalOf(answer: Promise<string>): Promise<string> {
  const outcome = await outcomeOf(answer);
  if ('text' in outcome) return `answered ${outcome.text.slice(0, 200)}`;
  if (outcome.error instanceof ApiError) return outcome.error.code;
  throw outcome.error;
}

/** Whether a call found nothing, or was stopped by row-level security. */
export function isHidden(error: unknown): boolean {
  return error instanceof ApiError ? error.code === 'not_found' : sqlFailureOf(error)?.code === '42501';
}

/** Expects everything in an answer that must be there. */
export function expectMarks(answer: string, marks: readonly string[]): void {
  for (const mark of marks) expect(answer).toContain(mark);
}

/** Expects nothing in an answer that must stay hidden. */
export function expectNothingOf(answer: string, secrets: readonly string[]): void {
  expect(secrets.filter((secret) => answer.includes(secret))).toEqual([]);
}

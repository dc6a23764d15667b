import { isAtLeast, roles, scopes } from '@marquee/api/scopes';
import { expect } from 'vitest';
import { z } from 'zod';
import { encodeCursor } from '../../kernel/paging/cursor.ts';
import { newId } from '../../lib/ids.ts';
import type { OperationName } from '../operation-names.ts';
import { operationAt, type Says, type TestServices } from '../services.ts';
import { type AnyCall, answerOf, expectMarks, expectNothingOf, isHidden, outcomeOf, refusalOf } from './answers.ts';
import type {
  CallInput,
  CollectionFixture,
  CreateFixture,
  Fixture,
  HookFixture,
  RecordFixture,
  StreamFixture,
} from './fixtures/fixture.ts';
import { digestsOf, idsOf } from './rows.ts';
import type { Stage } from './stage.ts';
import { readStream } from './read-stream.ts';
import type { Tenant } from './tenant.ts';

/** Proves that an operation turns away who is not signed in, who lacks its scope, and who has too low a role. */
export async function proveRefusals(stage: Stage, name: OperationName, fixture: Fixture): Promise<void> {
  const { scope, role } = operationAt(name);
  if (scope === 'public' || scope.startsWith('signature:')) return;
  const { services, a, b } = stage;
  const input = await anyInput(fixture, a, b);
  const before = await digests(stage);
  const refusedAs = async (says: Says) => await refusalOf(answerOf(services, name, { input, says }));

  expect(await refusedAs({})).toBe('unauthenticated');
  if (scope !== 'signed_in') {
    expect(await refusedAs({ as: { ...a.owner, scopes: scopes.filter((each) => each !== scope) } })).toBe('forbidden');
  }
  for (const lower of roles.filter((each) => role !== undefined && !isAtLeast(each, role))) {
    expect(await refusedAs({ as: { ...a.owner, role: lower } })).toBe('forbidden');
  }
  expect(await digests(stage)).toEqual(before);
}

/** Proves that B reaches nothing of A's through an operation, and that A does. */
export async function proveApart(stage: Stage, name: OperationName, fixture: Fixture): Promise<void> {
  if ('trespasses' in fixture) await proveTrespasses(stage, name, fixture);
  switch (fixture.kind) {
    case 'record':
      return await recordApart(stage, name, fixture);
    case 'collection':
      return await collectionApart(stage, name, fixture);
    case 'create':
      return await createApart(stage, name, fixture);
    case 'stream':
      return await streamApart(stage, name, fixture);
    case 'hook':
      return await hookApart(stage, name, fixture);
    case 'unowned':
      return expect(fixture.reason).not.toBe('');
  }
}

/** Proves the same with every predicate saying A, by row-level security alone. */
export async function proveConfined(stage: Stage, name: OperationName, fixture: Fixture): Promise<void> {
  const { a, b, astray, services } = stage;
  if (fixture.kind === 'unowned' || (fixture.kind === 'collection' && fixture.asSystem !== undefined)) return;
  if (fixture.kind === 'stream') return await streamConfined(stage, name, fixture);
  if (fixture.kind === 'hook') return await hookConfined(stage, name, fixture);
  const { input, marks = [] } = fixture.kind === 'create' ? await fixture.given(a, a) : await fixture.given(a, b);
  const call = { input, says: { as: a.owner } };
  const before = await digests(stage);

  const outcome = await outcomeOf(answerOf(astray, name, call));

  expect(await digests(stage)).toEqual(before);
  if ('text' in outcome) {
    expect(fixture.kind).toBe('collection');
    expectNothingOf(outcome.text, [...marks, ...(await idsOf(stage.db.asSystem, a.workspaceId))]);
  } else if (fixture.kind === 'record') expect(isHidden(outcome.error) ? 'hidden' : outcome.error).toBe('hidden');
  // The very same call works where transactions are not led astray: nothing but row-level security stopped it.
  expectMarks(await answerOf(services, name, call), marks);
}

async function proveTrespasses(
  stage: Stage,
  name: OperationName,
  { trespasses }: Extract<Fixture, { trespasses?: unknown }>,
) {
  const { a, b, services } = stage;
  for (const { what, input, code } of (await trespasses?.(a, b)) ?? []) {
    const before = await digests(stage);
    const refused = await refusalOf(answerOf(services, name, { input, says: { bearer: b.bearer } }));
    expect({ what, code: refused }).toEqual({ what, code });
    expect((await digests(stage)).a).toEqual(before.a);
  }
}

async function recordApart(stage: Stage, name: OperationName, fixture: RecordFixture): Promise<void> {
  const { services, a, b } = stage;
  const { input, marks = [] } = await fixture.given(a);
  const before = await digests(stage);

  expect(await refusalOf(answerOf(services, name, { input, says: { bearer: b.bearer } }))).toBe('not_found');

  expect((await digests(stage)).a).toEqual(before.a);
  expectMarks(await answerOf(services, name, { input, says: { bearer: a.bearer } }), marks);
}

async function collectionApart(stage: Stage, name: OperationName, fixture: CollectionFixture): Promise<void> {
  const { db, services, a, b } = stage;
  const { input, marks = [] } = await fixture.given(a, b);
  if (marks.length === 0) throw new Error(`${name} needs marks: what A sees and B must not`);
  const before = await digests(stage);

  const ofB = await answerOf(services, name, { input, says: { bearer: b.bearer } });

  expectNothingOf(ofB, [...marks, ...(await idsOf(db.asSystem, a.workspaceId))]);
  expect((await digests(stage)).a).toEqual(before.a);
  expectMarks(await answerOf(services, name, { input, says: { bearer: a.bearer } }), marks);
  await cursorApart(stage, name, input);
}

/** Proves that a cursor from A's list leads B nowhere but through B's own. */
async function cursorApart({ db, services, a, b }: Stage, name: OperationName, input: CallInput): Promise<void> {
  const operation = operationAt(name);
  if (!('input' in operation) || !('cursor' in operation.input.shape)) return;
  await madeUpCursorRefused(services, name, { input, says: { bearer: a.bearer } });
  const first = z.object({ page: z.object({ next_cursor: z.string().nullable() }) });
  const { page } = first.parse(await services.invoke(name, { ...input, limit: 1 }, { bearer: a.bearer }));
  if (page.next_cursor === null) return;
  const call = { input: { ...input, limit: 1, cursor: page.next_cursor }, says: { bearer: b.bearer } };
  expectNothingOf(await answerOf(services, name, call), await idsOf(db.asSystem, a.workspaceId));
}

/** Proves that a cursor with the right filters and keys of no row is an ordinary call, never a defect. */
async function madeUpCursorRefused(services: TestServices, name: OperationName, call: AnyCall): Promise<void> {
  const operation = operationAt(name);
  if (!('input' in operation)) return;
  const { cursor: _cursor, limit: _limit, include_total: _total, ...filters } = operation.input.parse(call.input);
  for (const keys of [['made up'], ['made up', 'made up'], [1.5]]) {
    const input = { ...call.input, cursor: encodeCursor(filters, keys) };
    const outcome = await refusalOf(answerOf(services, name, { ...call, input }));
    expect(outcome).toMatch(/^(validation_failed$|answered )/);
  }
}

async function createApart(stage: Stage, name: OperationName, fixture: CreateFixture): Promise<void> {
  const { db, services, a, b } = stage;
  const ofA = await fixture.given(a, a);
  // Both use one key: a stored answer of A's must not come back to B.
  const key = { idempotencyKey: newId() };
  expectMarks(
    await answerOf(services, name, { input: ofA.input, says: { ...key, bearer: a.bearer } }),
    ofA.marks ?? [],
  );
  const ofB = await fixture.given(b, a);
  const before = await digests(stage);

  const answer = await answerOf(services, name, { input: ofB.input, says: { ...key, bearer: b.bearer } });

  const after = await digests(stage);
  expect(after.a).toEqual(before.a);
  expect(after.b).not.toEqual(before.b);
  expectNothingOf(answer, await idsOf(db.asSystem, a.workspaceId));
}

async function streamApart({ services, a, b }: Stage, name: OperationName, fixture: StreamFixture): Promise<void> {
  const { input, ofA, ofB } = await fixture.given(a, b);

  const seenByA = await readStream(services, name, { input, says: { bearer: a.bearer }, until: ofA });
  const seenByB = await readStream(services, name, { input, says: { bearer: b.bearer }, until: ofB });

  expect(seenByA).not.toContain(ofB);
  expect(seenByB).not.toContain(ofA);
}

async function streamConfined(
  { services, astray, a, b }: Stage,
  name: OperationName,
  fixture: StreamFixture,
): Promise<void> {
  const { input, ofA } = await fixture.given(a, b);
  const call = { input, says: { as: a.owner } };

  expect(await readStream(astray, name, { ...call, until: null })).not.toContain(ofA);

  expect(await readStream(services, name, { ...call, until: ofA })).toContain(ofA);
}

async function hookApart(stage: Stage, name: OperationName, fixture: HookFixture): Promise<void> {
  const { services, a, b } = stage;
  const { own, forged, crossed } = await fixture.given(a, b);
  const before = await digests(stage);

  expect(await refusalOf(answerOf(services, name, { input: forged, says: {} }))).toBe('forbidden');
  expect(await digests(stage)).toEqual(before);
  if (crossed !== undefined) await answerOf(services, name, { input: crossed, says: {} });
  const between = await digests(stage);
  expect(between.a).toEqual(before.a);

  await answerOf(services, name, { input: own, says: {} });
  const after = await digests(stage);
  expect(after.a).not.toEqual(before.a);
  expect(after.b).toEqual(between.b);
}

async function hookConfined(stage: Stage, name: OperationName, fixture: HookFixture): Promise<void> {
  const { own } = await fixture.given(stage.a, stage.b);
  const before = await digests(stage);

  const outcome = await outcomeOf(answerOf(stage.astray, name, { input: own, says: {} }));

  expect(outcome).toHaveProperty('error');
  expect(await digests(stage)).toEqual(before);
}

async function anyInput(fixture: Fixture, a: Tenant, b: Tenant): Promise<CallInput> {
  switch (fixture.kind) {
    case 'unowned':
      return {};
    case 'hook':
      return (await fixture.given(a, b)).forged;
    case 'create':
      return (await fixture.given(a, a)).input;
    case 'record':
    case 'collection':
    case 'stream':
      return (await fixture.given(a, b)).input;
  }
}

async function digests({ db, a, b }: Stage) {
  const [ofA, ofB] = await digestsOf(db.asSystem, [a.workspaceId, b.workspaceId]);
  return { a: ofA, b: ofB };
}

import { ApiError } from '@marquee/api/errors';
import type { Operation, RawOperation, RawRequest } from '@marquee/api/operation';
import type { Logger } from 'pino';
import type { Database, Db } from '../database/database.ts';
import { isRetryable } from '../database/failures.ts';
import { admit, isMember } from './access.ts';
import type { Caller, Inside, Member, Outside } from './context.ts';
import { digestOf } from './idempotency/canonical.ts';
import { deleteKey, storeAnswer } from './idempotency/idempotency.store.ts';
import { leaseFrom, leaseLost, reserve, type Reservation } from './idempotency/idempotency.ts';
import { anywhere, fail, openContext, type Call } from './inside.ts';
import { withLimit, type Incoming, type Invoker, type LimitState } from './invoker.ts';
import type { Limits } from './limits/limits.ts';
import { parseInput } from './parse.ts';
import { openStream, type WatchCaller } from './streams.ts';
import { serviceAt, type Handler, type RawHandler, type ServiceTree } from './service-tree.ts';

/** What invoking needs from the world. */
export interface InvokeDependencies {
  readonly database: Database;
  readonly services: ServiceTree;
  readonly authenticate: (authorization: string | null) => Promise<Caller>;
  /** For streams: a request is authenticated once, when it begins. */
  readonly watchCaller: WatchCaller;
  readonly limits: Limits;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
  /** Called after a commit that left events or workflow commands behind. */
  readonly wake: (promised: { readonly events: boolean; readonly commands: boolean }) => void;
}

const attemptsMax = 5;

/** The one way into every operation, whichever door a call came through. */
export function invokerOf(deps: InvokeDependencies): Invoker {
  return {
    async invoke(invocation) {
      const { operation } = invocation;
      const call = callOf(deps, invocation);
      const { caller, limit } = await enter(deps, call);
      try {
        const input = parseInput(operation.input, invocation.input);
        return { ...(await perform(deps, call, { operation, caller, input })), limit, headers: call.headers };
      } catch (error) {
        throw withLimit(error, limit);
      }
    },
    async invokeRaw(invocation) {
      const { name, operation, request } = invocation;
      const call = callOf(deps, invocation);
      const { caller, limit } = await enter(deps, call);
      try {
        const handler = serviceAt(deps.services, name) as RawHandler; // Implements<> ties a raw operation to a raw handler
        const parsed: RawRequest<unknown> = { ...request, params: parseInput(operation.params, request.params) };
        const handle = (by: RawRequest<unknown>) => handler(by, outsideOf(deps, call, caller));
        if (operation.kind !== 'stream') return { response: await handle(parsed), limit };
        const response = await openStream({ operation, caller, watchCaller: deps.watchCaller }, (cut) =>
          handle({ ...parsed, signal: AbortSignal.any([parsed.signal, cut]) }),
        );
        return { response, limit };
      } catch (error) {
        throw withLimit(error, limit);
      }
    },
  };
}

function callOf(
  { now, newId, log }: InvokeDependencies,
  { name, operation, incoming }: Pick<Call, 'name' | 'operation' | 'incoming'>,
): Call {
  let own: Logger | undefined;
  return {
    name,
    operation,
    incoming,
    now,
    newId,
    headers: {},
    get log() {
      own ??= log.child({ operation: name, request_id: incoming.requestId });
      return own;
    },
  };
}

/** Authenticates, admits and counts the call, in that order: what is refused for its sign-in counts by address. */
async function enter(
  { authenticate, limits }: InvokeDependencies,
  { operation, incoming }: Call,
): Promise<{ caller: Caller; limit: LimitState | null }> {
  const caller = await callerOf(authenticate, operation, incoming);
  admit(operation, caller);
  const policies = incoming.limitOverride ?? limits.policies[operation.limit];
  return { caller, limit: await limits.take(policies, caller, incoming.sender.ip) };
}

/** What anybody may call, somebody with a token that is over may call too. */
async function callerOf(
  authenticate: InvokeDependencies['authenticate'],
  operation: Operation | RawOperation,
  { authorization }: Incoming,
): Promise<Caller> {
  try {
    return await authenticate(authorization);
  } catch (error) {
    const open = operation.scope === 'public' || operation.scope.startsWith('signature:');
    if (open && error instanceof ApiError && error.code === 'unauthenticated') return await authenticate(null);
    throw error;
  }
}

interface Performance {
  readonly operation: Operation;
  readonly caller: Caller;
  readonly input: unknown;
}

interface Outcome {
  readonly value: unknown;
  readonly replayed: boolean;
}

async function perform(
  deps: InvokeDependencies,
  call: Call,
  { operation, caller, input }: Performance,
): Promise<Outcome> {
  const handler = serviceAt(deps.services, call.name) as Handler; // Implements<> ties the function to its operation
  const key = reservationOf(call, { operation, caller, input });
  const carryOut = (store: (db: Db, value: unknown) => Promise<void>) =>
    isMember(caller) && operation.tx !== 'none'
      ? transact(deps, call, {
          member: caller,
          access: operation.tx,
          audited: operation.kind === 'mutation',
          work: async (context) => {
            const value = await handler(input, context);
            await store(context.db, value);
            return value;
          },
        })
      : handler(input, outsideOf(deps, call, caller));
  if (key === null) return { value: await carryOut(async () => undefined), replayed: false };
  return await once(deps, { operation, key, carryOut });
}

interface Once {
  readonly operation: Operation;
  readonly key: Reservation;
  readonly carryOut: (store: (db: Db, value: unknown) => Promise<void>) => Promise<unknown>;
}

/** Carries a call out under its idempotency key, or answers what the first call with it answered. */
async function once(deps: InvokeDependencies, { operation, key, carryOut }: Once): Promise<Outcome> {
  const secret = operation.idempotent === 'secret';
  const inKeysWorkspace = <T>(work: (db: Db) => Promise<T>) =>
    deps.database.transaction({ kind: 'workspace', workspaceId: key.workspaceId }, { access: 'write' }, work);
  const earlier = await inKeysWorkspace((db) => reserve(db, key, deps.now()));
  if (earlier !== null) return { value: earlier.answer, replayed: true };
  try {
    const value = await carryOut(async (db, made) => {
      if (!(await storeAnswer(db, key, secret ? null : { value: made }))) throw leaseLost();
    });
    if (operation.tx === 'none') await inKeysWorkspace((db) => storeAnswer(db, key, secret ? null : { value }));
    return { value, replayed: false };
  } catch (error) {
    await inKeysWorkspace((db) => deleteKey(db, key)).catch(() => undefined); // the lease ends by itself; the first error matters
    throw error;
  }
}

function reservationOf(call: Call, { operation, caller, input }: Performance): Reservation | null {
  const key = call.incoming.idempotencyKey;
  if (key === null || caller.workspaceId === null || operation.kind === 'query') return null;
  if (operation.idempotent !== 'key' && operation.idempotent !== 'secret') return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new ApiError(
      'validation_failed',
      'Idempotency-Key takes 1 to 255 printable ASCII characters without spaces.',
    );
  }
  const leaseUntil = leaseFrom(call.now());
  return { workspaceId: caller.workspaceId, operation: call.name, key, inputHash: digestOf(input), leaseUntil };
}

interface Work<T> {
  readonly member: Member;
  readonly access: 'read' | 'write';
  readonly audited: boolean;
  readonly work: (context: Inside & { fail: typeof fail }) => Promise<T>;
}

/** One transaction in a member's workspace; run again when the database asks for it. */
async function transact<T>(deps: InvokeDependencies, call: Call, what: Work<T>): Promise<T> {
  const scope = { kind: 'workspace', workspaceId: what.member.workspaceId } as const;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { result, promised } = await deps.database.transaction(scope, { access: what.access }, async (db) => {
        const open = openContext(call, db, what.member);
        const made = await what.work(open.context);
        if (what.audited) await open.writeAudit();
        return { result: made, promised: open.promised() };
      });
      if (promised.events || promised.commands) deps.wake(promised);
      return result;
    } catch (error) {
      if (attempt === attemptsMax || !isRetryable(error)) throw error;
    }
  }
}

function outsideOf(deps: InvokeDependencies, call: Call, caller: Caller): Outside & { fail: typeof fail } {
  const inMembersWorkspace = <T>(access: 'read' | 'write', work: (inside: Inside) => Promise<T>) => {
    if (!isMember(caller)) throw new Error(`${call.name} opened a workspace transaction for an anonymous caller`);
    return transact(deps, call, { member: caller, access, audited: access === 'write', work });
  };
  return {
    ...anywhere(call),
    caller,
    fail,
    read: (work) => inMembersWorkspace('read', work),
    write: (work) => inMembersWorkspace('write', work),
    writeIn: (workspaceId, work) =>
      transact(deps, call, {
        member: { ...caller, workspaceId, role: 'viewer' },
        access: 'write',
        audited: true,
        work,
      }),
  };
}

import { ApiError, type ErrorCode, type RefusalExtras } from '@marquee/api/errors';
import type { AnswerHeader, AnyOperation } from '@marquee/api/operation';
import type { Scope } from '@marquee/api/scopes';
import type { Logger } from 'pino';
import type { Db } from '../database/database.ts';
import { insertAuditEntry } from './audit.store.ts';
import type { Inside, Member } from './context.ts';
import type { Incoming } from './invoker.ts';
import { insertJob } from './jobs/jobs.store.ts';
import { insertCommand, insertEvent } from './outbox/outbox.store.ts';

/** What every call has in common, whatever transactions it opens. */
export interface Call {
  readonly name: string;
  readonly operation: AnyOperation;
  readonly incoming: Incoming;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
  /** What the service adds to its answer. */
  readonly headers: Partial<Record<AnswerHeader, string>>;
}

/** A context inside one transaction, and what has to be told once it has committed. */
export interface OpenContext {
  readonly context: Inside & { readonly fail: (code: ErrorCode, detail: string, extras?: RefusalExtras) => never };
  readonly promised: () => { readonly events: boolean; readonly commands: boolean };
  /** Writes the call's audit line. */
  readonly writeAudit: () => Promise<void>;
}

/** Builds what a service gets inside a transaction of `member`'s workspace. */
export function openContext(call: Call, db: Db, member: Member): OpenContext {
  const { workspaceId } = member;
  const facts: Record<string, string | number | boolean | null> = {};
  const promised = { events: false, commands: false };
  const stamp = () => ({ id: call.newId(), workspaceId, at: call.now().toISOString() });

  const context: OpenContext['context'] = {
    db,
    caller: member,
    now: call.now,
    newId: call.newId,
    requestId: call.incoming.requestId,
    sender: call.incoming.sender,
    // Made when first asked for: most operations neither log nor look whether the client has left.
    get log() {
      return call.log;
    },
    get signal() {
      return call.incoming.signal;
    },
    answerHeaders: (more) => void Object.assign(call.headers, more),
    fail,
    audit: (more) => void Object.assign(facts, more),
    require: (scope) => requireScope(member.scopes, scope),
    async emit(kind, data) {
      promised.events = true;
      await insertEvent(db, {
        ...stamp(),
        name: kind.name,
        scope: kind.scope,
        data,
        requestId: call.incoming.requestId,
      });
    },
    async start({ workflow, workflowId, args }) {
      promised.commands = true;
      await insertCommand(db, { ...stamp(), kind: 'start', workflow, workflowId, signal: null, args });
    },
    async signalWorkflow({ workflowId, signal, args }) {
      promised.commands = true;
      await insertCommand(db, { ...stamp(), kind: 'signal', workflow: null, workflowId, signal, args });
    },
    async job({ kind, recordId, workflowId }) {
      const job = { ...stamp(), kind, recordId, workflowId, operation: call.name, scope: scopeOf(call.operation) };
      await insertJob(db, { ...job, createdBy: member.userId ?? member.apiKeyId });
      return job.id;
    },
  };

  return {
    context,
    promised: () => promised,
    writeAudit: async () => {
      const actor = { actorKind: member.kind, actorId: member.apiKeyId ?? member.userId };
      const requestId = call.incoming.requestId;
      await insertAuditEntry(db, { ...stamp(), ...actor, operation: call.name, requestId, outcome: 'done', facts });
    },
  };
}

/** What a handler without a transaction gets of its call. */
export function anywhere({ now, newId, log, incoming, headers }: Call) {
  const { requestId, sender, signal } = incoming;
  const answerHeaders = (more: Call['headers']) => void Object.assign(headers, more);
  return { now, newId, log, requestId, sender, signal, answerHeaders };
}

/** Refuses: the only way for a service to say no. */
export function fail(code: ErrorCode, detail: string, extras?: RefusalExtras): never {
  throw new ApiError(code, detail, extras);
}

/** @throws {ApiError} `forbidden` when `scope` is not among `held` */
export function requireScope(held: readonly Scope[], scope: Scope): void {
  if (!held.includes(scope))
    throw new ApiError('forbidden', `This needs the scope ${scope}, which the caller does not have.`);
}

function scopeOf({ scope }: AnyOperation): string {
  return scope;
}

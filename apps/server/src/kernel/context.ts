import type { ApiError } from '@marquee/api/errors';
import type { AnswerHeader, EventKind, Implements as ImplementsWith } from '@marquee/api/operation';
import type { Role, Scope } from '@marquee/api/scopes';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Db } from '../database/database.ts';

/** Who is calling, once authenticated. */
export interface Caller {
  readonly kind: 'user' | 'api_key' | 'anonymous';
  /** Null only for anonymous callers. */
  readonly workspaceId: string | null;
  readonly userId: string | null;
  readonly apiKeyId: string | null;
  readonly sessionId: string | null;
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
  /** When its credential ends by itself, in milliseconds since the epoch; infinity when it does not. */
  readonly endsAt: number;
}

/** What a caller has become: itself with other rights, or why it no longer counts. */
export type CallerNow = Caller | ApiError;

/** A caller who belongs to a workspace. */
export interface Member extends Caller {
  readonly workspaceId: string;
  readonly role: Role;
}

/** What a request tells about its sender, for sign-in and sessions. */
export interface Sender {
  readonly ip: string;
  readonly userAgent: string | null;
  readonly origin: string | null;
  readonly bearer: string | null;
  readonly cookies: Readonly<Record<string, string>>;
  /** Adds one Set-Cookie header to the answer. */
  readonly setCookie: (header: string) => void;
}

/** A job that a service promises; its row is made in the same transaction. */
export interface NewJob {
  readonly kind: string;
  /** The record the job works on, such as a campaign's id. */
  readonly recordId: string;
  /** The workflow that carries it out. */
  readonly workflowId: string;
}

/** Starts a workflow by record id once the transaction has committed (USE_EXISTING). */
export interface StartWorkflow {
  readonly workflow: string;
  readonly workflowId: string;
  readonly args: readonly unknown[];
}

/** Signals a workflow by id once the transaction has committed; it is started first when it is not running. */
export interface SignalWorkflow {
  readonly workflowId: string;
  readonly signal: string;
  readonly args: readonly unknown[];
}

interface Anywhere {
  readonly now: () => Date;
  /** A UUIDv7. */
  readonly newId: () => string;
  readonly log: Logger;
  readonly requestId: string;
  readonly sender: Sender;
  readonly signal: AbortSignal;
  /** Adds headers to the answer, if there is one: they are declared with the operation. */
  readonly answerHeaders: (headers: Readonly<Partial<Record<AnswerHeader, string>>>) => void;
}

/** What a service gets inside its transaction. Everything here commits or vanishes with it. */
export interface Inside extends Anywhere {
  readonly db: Db;
  readonly caller: Member;
  readonly emit: <Data extends z.ZodObject>(kind: EventKind<string, Data>, data: z.input<Data>) => Promise<void>;
  readonly start: (command: StartWorkflow) => Promise<void>;
  readonly signalWorkflow: (command: SignalWorkflow) => Promise<void>;
  /** Makes the job's row and returns its id. */
  readonly job: (job: NewJob) => Promise<string>;
  /** Adds facts to the call's audit line: ids and states, never personal data. */
  readonly audit: (facts: Readonly<Record<string, string | number | boolean | null>>) => void;
  /** @throws {ApiError} `forbidden` when the caller lacks the scope */
  readonly require: (scope: Scope) => void;
}

/** What a service gets where no transaction is open: sign-in, raw handlers, vendor calls. */
export interface Outside extends Anywhere {
  readonly caller: Caller;
  /** One short transaction in the caller's workspace. */
  readonly read: <T>(work: (inside: Inside) => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (inside: Inside) => Promise<T>) => Promise<T>;
  /** The same in a workspace found by other proof than the caller's, such as a webhook's sender. */
  readonly writeIn: <T>(workspaceId: string, work: (inside: Inside) => Promise<T>) => Promise<T>;
}

/** The functions that must stand behind a contract, with the server's context. */
export type Implements<C> = ImplementsWith<C, Inside, Outside>;

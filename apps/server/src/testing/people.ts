import { auth } from '@marquee/api/auth/auth.contract';
import type { Operation } from '@marquee/api/operation';
import { apiKeys } from '@marquee/api/workspace/api-keys.contract';
import { audit } from '@marquee/api/workspace/audit.contract';
import { limits as limitsContract } from '@marquee/api/workspace/limits.contract';
import { members } from '@marquee/api/workspace/members.contract';
import { settings } from '@marquee/api/workspace/settings.contract';
import pino from 'pino';
import { authService } from '../auth/auth.service.ts';
import { authenticate } from '../auth/authenticate.ts';
import { deliverMail } from '../auth/mail/deliver-mail.ts';
import { callerCache } from '../auth/sessions/caller-cache.ts';
import { accessTokens } from '../auth/tokens/access-tokens.ts';
import type { MailMessage } from '../gateways/mail.ts';
import type { Sender } from '../kernel/context.ts';
import { invokerOf } from '../kernel/invoke.ts';
import { bucketsInMemory, defaultPolicies, limitsOver } from '../kernel/limits/limits.ts';
import { sealer } from '../lib/crypto/sealed.ts';
import { newId } from '../lib/ids.ts';
import { apiKeysService } from '../workspace/api-keys.service.ts';
import { auditService } from '../workspace/audit.service.ts';
import { limitsService } from '../workspace/limits.service.ts';
import { membersService } from '../workspace/members.service.ts';
import { settingsService } from '../workspace/settings.service.ts';
import { incoming, unwatched } from './calls.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

/** Everything about people, callable. */
export const peopleContract = { auth, workspace: { settings, apiKeys, audit, members, limits: limitsContract } };

/** What a call says of itself. */
export interface Says {
  /** Sent as Bearer. */
  readonly bearer?: string;
  readonly sender?: Partial<Sender>;
}

/** Sign-in and workspaces over a real database, with a clock to turn and a mailbox to read. */
export interface People extends AsyncDisposable {
  readonly db: TestDatabase;
  readonly mailbox: MailMessage[];
  /** Turns the clock forward. */
  readonly wait: (seconds: number) => void;
  readonly now: () => Date;
  /** Delivers waiting mail. */
  readonly deliver: () => Promise<number>;
  /** Makes the next mails fail. */
  readonly breakMail: (broken: boolean) => void;
  /** Another process over the same database: what it has cached is its own. */
  readonly another: () => People['call'];
  /** Calls an operation as a door would; the answer is as the contract says. */
  readonly call: (name: string, input: unknown, says?: Says) => Promise<Record<string, unknown>>;
}

const publicUrl = 'https://marquee.example.com';
const log = pino({ level: 'silent' });

/** How people are opened. */
export interface PeopleOptions {
  readonly registrationOpen?: boolean;
  /** Opens the database; PGlite when omitted. */
  readonly open?: () => Promise<TestDatabase>;
}

/** Opens people over a database of its own. */
export async function openPeople(options: PeopleOptions = {}): Promise<People> {
  const db = await (options.open ?? openTestDatabase)();
  let clockMs = Date.parse('2026-03-15T07:00:00.000Z');
  let broken = false;
  const now = () => new Date(clockMs);
  const mailbox: MailMessage[] = [];
  const mail = {
    async send(message: MailMessage) {
      if (broken) throw new Error('the mail server is away');
      mailbox.push(message);
    },
  };
  const process = { db, now, registrationOpen: options.registrationOpen ?? true };
  return {
    db,
    mailbox,
    now,
    wait: (seconds) => void (clockMs += seconds * 1000),
    deliver: () => deliverMail({ asSystem: db.asSystem, mail, now, log, publicUrl }),
    breakMail: (next) => void (broken = next),
    another: () => callOf(process),
    call: callOf(process),
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

interface Process {
  readonly db: TestDatabase;
  readonly now: () => Date;
  readonly registrationOpen: boolean;
}

/** Calls through an invoker with caches of its own, as each process has. */
function callOf({ db, now, registrationOpen }: Process): People['call'] {
  const { asSystem, database } = db;
  const callers = callerCache(now);
  const tokens = accessTokens({ asSystem, now, newId, sealer: sealer(new Uint8Array(32)) });
  const limits = limitsOver(bucketsInMemory(), { ...defaultPolicies, sign_in: [], register: [] }, now);
  const mailSoon = () => undefined;
  const services = {
    auth: authService({ publicUrl, registrationOpen, asSystem, tokens, callers, mailSoon }),
    workspace: {
      settings: settingsService({ privateLinksPermitted: false }),
      apiKeys: apiKeysService({ callers }),
      audit: auditService(),
      members: membersService({ callers, mailSoon }),
      limits: limitsService({ limits }),
    },
  };
  const authenticated = authenticate({ asSystem, now, tokens, callers });
  const wake = () => undefined;
  const invoker = invokerOf({
    database,
    services,
    authenticate: authenticated,
    watchCaller: unwatched,
    limits,
    now,
    newId,
    log,
    wake,
  });
  return async (name, input, says = {}) => {
    const operation = operationAt(name);
    const call = incoming({ authorization: says.bearer === undefined ? null : `Bearer ${says.bearer}` });
    const sender = { ...call.sender, bearer: says.bearer ?? null, ...says.sender };
    const { value } = await invoker.invoke({ name, operation, input, incoming: { ...call, sender } });
    operation.output.parse(value);
    return value as Record<string, unknown>; // outputs are objects; tests look at single fields
  };
}

function operationAt(name: string): Operation {
  let at: unknown = peopleContract;
  for (const part of name.split('.')) at = (at as Record<string, unknown>)[part];
  return at as Operation; // a wrong name fails at once, in the test that wrote it
}

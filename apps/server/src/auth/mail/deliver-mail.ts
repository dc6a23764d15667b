import type { Logger } from 'pino';
import type { AsSystem, Db } from '../../database/database.ts';
import type { MailGateway, MailMessage } from '../../gateways/mail.ts';
import { randomSecret, sha256 } from '../../lib/crypto/crypto.ts';
import { invitationWithWorkspace } from '../../workspace/members.store.ts';
import { userByEmail } from '../auth.store.ts';
import type { QueuedMail } from '../auth.tables.ts';
import { insertOneTimeToken, resetTokensSince } from '../tokens/one-time-tokens.store.ts';
import { claimMail, finishMail, postponeMail } from './mail-outbox.store.ts';

/** What delivering needs. */
export interface DeliverMailDeps {
  readonly asSystem: AsSystem;
  readonly mail: MailGateway;
  readonly now: () => Date;
  readonly log: Logger;
  /** Where links lead. */
  readonly publicUrl: string;
}

const leaseMs = 2 * 60_000;
const resetLinkMs = 60 * 60_000;
const resetMailsPerHourMax = 5;
const attemptsMax = 10;

/**
 * Sends every mail that waits, one at a time, with no transaction open meanwhile. Run it by a sweeper and right after commits;
 * any number of processes may.
 *
 * A link's token is made here and only its hash is kept: nothing that lets people in rests in the database. Whether an address
 * has an account is found out here, too, so that the request which asked for a mail does the same work either way.
 *
 * @returns how many mails went out
 */
export async function deliverMail(deps: DeliverMailDeps): Promise<number> {
  let sent = 0;
  for (;;) {
    const now = deps.now();
    const leaseUntil = new Date(now.getTime() + leaseMs).toISOString();
    const queued = await deps.asSystem('deliver mail', (db) => claimMail(db, now.toISOString(), leaseUntil));
    if (queued === undefined) return sent;
    if (await deliverOne(deps, queued)) sent += 1;
  }
}

async function deliverOne(deps: DeliverMailDeps, queued: QueuedMail): Promise<boolean> {
  const { asSystem, mail, now, log } = deps;
  const message = await asSystem('deliver mail', (db) => composeMail(deps, db, queued));
  if (message === null) {
    await asSystem('deliver mail', (db) => finishMail(db, queued.id, { at: now().toISOString(), outcome: 'dropped' }));
    return false;
  }
  try {
    await mail.send(message);
  } catch (error) {
    log.warn({ mail_id: queued.id, attempt: queued.attempts, err: error }, 'a mail could not be handed over');
    await asSystem('deliver mail', (db) => putOff(db, queued, { now: now(), error }));
    return false;
  }
  await asSystem('deliver mail', (db) => finishMail(db, queued.id, { at: now().toISOString(), outcome: 'sent' }));
  return true;
}

async function putOff(db: Db, queued: QueuedMail, failure: { now: Date; error: unknown }): Promise<void> {
  if (queued.attempts >= attemptsMax) {
    return await finishMail(db, queued.id, { at: failure.now.toISOString(), outcome: 'given_up' });
  }
  const waitMs = Math.min(30_000 * 2 ** (queued.attempts - 1), 3_600_000);
  const reason = failure.error instanceof Error ? failure.error.name : 'unknown';
  await postponeMail(db, queued.id, new Date(failure.now.getTime() + waitMs).toISOString(), reason);
}

async function composeMail(deps: DeliverMailDeps, db: Db, queued: QueuedMail): Promise<MailMessage | null> {
  switch (queued.kind) {
    case 'password_reset':
      return await composeReset(deps, db, queued);
    case 'invitation':
      return await composeInvitation(deps, db, queued);
  }
}

async function composeReset(
  { now, publicUrl }: DeliverMailDeps,
  db: Db,
  queued: QueuedMail,
): Promise<MailMessage | null> {
  const at = now();
  const user = await userByEmail(db, queued.recipient);
  if (user === undefined) return null;
  const anHourAgo = new Date(at.getTime() - resetLinkMs).toISOString();
  // Nobody's mailbox is flooded by somebody else's requests.
  if ((await resetTokensSince(db, user.id, anHourAgo)) >= resetMailsPerHourMax) return null;
  const token = randomSecret('mq_reset_');
  await insertOneTimeToken(db, {
    token_hash: sha256(token),
    purpose: 'password_reset',
    user_id: user.id,
    created_at: at.toISOString(),
    expires_at: new Date(at.getTime() + resetLinkMs).toISOString(),
  });
  const text = [
    `Hello ${user.full_name},`,
    'someone, hopefully you, asked for a new Marquee password. Set it here within an hour:',
    linkTo(publicUrl, 'reset-password', token),
    `Programs send this token to POST /api/v1/auth/reset-password:\n${token}`,
    'If it was not you, do nothing: your password stays as it is.',
  ];
  return { id: queued.id, to: user.email, subject: 'Set a new Marquee password', text: `${text.join('\n\n')}\n` };
}

async function composeInvitation(
  { now, publicUrl }: DeliverMailDeps,
  db: Db,
  queued: QueuedMail,
): Promise<MailMessage | null> {
  const at = now().toISOString();
  const invitation =
    queued.invitation_id === null ? undefined : await invitationWithWorkspace(db, queued.invitation_id, at);
  if (invitation === undefined) return null;
  const token = randomSecret('mq_invite_');
  await insertOneTimeToken(db, {
    token_hash: sha256(token),
    purpose: 'invitation',
    invitation_id: invitation.id,
    created_at: at,
    expires_at: invitation.expires_at,
  });
  const text = [
    'Hello,',
    `you are invited to join “${invitation.workspace_name}” on Marquee as ${invitation.role}. The link is good once, until ${invitation.expires_at}:`,
    linkTo(publicUrl, 'accept-invite', token),
    `Programs send this token to POST /api/v1/auth/accept-invite:\n${token}`,
  ];
  // One line: a workspace's name must not write headers or more of the mail.
  const subject = `Join ${invitation.workspace_name} on Marquee`.replaceAll(/\s+/g, ' ');
  return { id: queued.id, to: invitation.email, subject, text: `${text.join('\n\n')}\n` };
}

// In the fragment, which browsers neither send to servers nor pass on as referrer.
function linkTo(publicUrl: string, page: string, token: string): string {
  return new URL(`/${page}#token=${token}`, publicUrl).href;
}

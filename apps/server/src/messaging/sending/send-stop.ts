import { decideConsent, type ConsentState } from '@marquee/rules/messaging/consent/consent';
import type { Db } from '../../database/database.ts';
import { recordConsent, standingConsent } from '../contacts/consents.store.ts';
import { lockNumber } from '../contacts/contacts.store.ts';
import type { SendDeps } from './send-deps.ts';

/** The contact's state, as `standingConsent` asks for it. */
export function stateOf(contact: { readonly consent_state: ConsentState } | undefined): {
  contactState?: ConsentState;
} {
  return contact === undefined ? {} : { contactState: contact.consent_state };
}

/** A recipient whom the carrier refuses because they sent STOP to it. */
export interface ProviderStop {
  readonly workspaceId: string;
  readonly phone: string;
  readonly messageId: string | null;
  /** What the carrier refused with. */
  readonly errorCode: number | null;
}

/** Records that a recipient stopped at the carrier: our own ledger must not know less than theirs. */
export async function recordProviderStop(
  { hashPhone, newId, now }: Pick<SendDeps, 'hashPhone' | 'newId' | 'now'>,
  db: Db,
  { workspaceId, phone, messageId, errorCode }: ProviderStop,
): Promise<void> {
  const phoneHmac = hashPhone(phone);
  const contact = await lockNumber(db, workspaceId, phone);
  const current = await standingConsent(db, { workspaceId, phoneHmac, asked: 'STOP', ...stateOf(contact) });
  if (current?.state === 'STOP' || !decideConsent(current, { state: 'STOP', source: 'provider' }).allowed) return;
  await recordConsent(db, {
    ...{ id: newId(), workspaceId, contactId: contact?.id ?? null, phoneHmac, state: 'STOP', source: 'provider' },
    ...{ evidence: { error_code: errorCode, message_id: messageId }, at: now().toISOString() },
  });
}

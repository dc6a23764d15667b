import { useTexts } from '../../i18n/locale.tsx';
import { StatusPill, type Tone } from '../../ui/feedback/status-pill.tsx';
import { contactsMessages } from './contacts.messages.ts';
import type { Contact } from './contacts.queries.ts';

const tones = { OPT_IN: 'good', OPT_OUT: 'neutral', STOP: 'bad' } as const satisfies Record<
  Contact['consent_state'],
  Tone
>;

/** Whether a contact may be messaged. */
export function ConsentPill({ state }: { readonly state: Contact['consent_state'] }) {
  const t = useTexts(contactsMessages);
  return <StatusPill tone={tones[state]} label={t[state]} />;
}

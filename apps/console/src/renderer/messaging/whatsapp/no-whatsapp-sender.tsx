import { MessageCircle } from 'lucide-react';
import { useIdentity } from '../../api/session-context.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { ButtonLink } from '../../ui/button-link.tsx';
import { EmptyState } from '../../ui/feedback/state.tsx';
import { whatsappTemplatesMessages } from './templates/whatsapp-templates.messages.ts';

/** What stands where nothing can be done before there is a WhatsApp sender. */
export function NoWhatsappSender() {
  const t = useTexts(whatsappTemplatesMessages);
  const { scopes } = useIdentity();
  const isAdmin = scopes.includes('workspace:admin');
  const add = isAdmin ? (
    <ButtonLink to="/settings/senders" search={{ add: 'whatsapp' }}>
      {t.addSender}
    </ButtonLink>
  ) : null;
  return (
    <EmptyState icon={MessageCircle} title={t.noSenderTitle} action={add}>
      {t.noSenderText} {isAdmin ? null : t.askAdmin}
    </EmptyState>
  );
}

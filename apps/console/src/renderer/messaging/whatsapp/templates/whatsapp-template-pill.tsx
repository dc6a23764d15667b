import { useTexts } from '../../../i18n/locale.tsx';
import { StatusPill, type Tone } from '../../../ui/feedback/status-pill.tsx';
import type { WhatsappTemplate } from '../whatsapp.queries.ts';
import { whatsappTemplatesMessages } from './whatsapp-templates.messages.ts';

const tones: Readonly<Record<WhatsappTemplate['status'], Tone>> = {
  submitting: 'info',
  pending: 'info',
  approved: 'good',
  rejected: 'bad',
  paused: 'warn',
  disabled: 'bad',
  deleted: 'neutral',
};

/** How a template stands with Meta. */
export function WhatsappTemplatePill({ status }: Pick<WhatsappTemplate, 'status'>) {
  const t = useTexts(whatsappTemplatesMessages);
  return <StatusPill tone={tones[status]} label={t[status]} />;
}

import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { StatusPill, type Tone } from '../../ui/feedback/status-pill.tsx';
import { webhooksMessages } from './webhooks.messages.ts';
import type { Webhook } from './webhooks.queries.ts';

const tones = { active: 'good', paused: 'neutral', disabled: 'bad' } as const satisfies Record<Webhook['status'], Tone>;

/** Where a webhook stands; an active one that is failing says since when. */
export function WebhookStatus({ webhook }: { readonly webhook: Webhook }) {
  const t = useTexts(webhooksMessages);
  const { instant } = useFormats();
  const { status, failing_since: failing } = webhook;
  if (status === 'active' && failing !== null) return <StatusPill tone="warn" label={t.failing(instant(failing))} />;
  return <StatusPill tone={tones[status]} label={t[status]} />;
}

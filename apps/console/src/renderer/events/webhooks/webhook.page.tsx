import { useParams } from '@tanstack/react-router';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { FactLine } from '../../ui/fact-line.tsx';
import { Note } from '../../ui/feedback/note.tsx';
import { Loaded, NotFoundState } from '../../ui/feedback/state.tsx';
import { Page } from '../../ui/page.tsx';
import { WebhookActions } from './webhook-actions.tsx';
import { WebhookDeliveries } from './webhook-deliveries.tsx';
import { WebhookStatus } from './webhook-status.tsx';
import { webhooksMessages } from './webhooks.messages.ts';
import { useWebhook, type Webhook } from './webhooks.queries.ts';

/** One endpoint with what was delivered to it. */
export function WebhookPage() {
  const t = useTexts(webhooksMessages);
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const { scopes } = useIdentity();
  const read = useWebhook(id);
  const webhook = read.data ?? null;
  return (
    <Page
      title={webhook?.url ?? t.title}
      parent={{ label: t.title, to: '/operations/webhooks' }}
      layout="fill"
      beside={webhook === null ? null : <WebhookStatus webhook={webhook} />}
      actions={
        webhook === null || !scopes.includes('workspace:admin') ? null : (
          <WebhookActions key={webhook.id} webhook={webhook} />
        )
      }
    >
      <Loaded read={read}>
        {(found) =>
          found === null ? (
            <NotFoundState />
          ) : (
            <>
              <About webhook={found} />
              <WebhookDeliveries webhook={found} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function About({ webhook }: { readonly webhook: Webhook }) {
  const t = useTexts(webhooksMessages);
  const { instant } = useFormats();
  const { status, description, event_names: names, previous_secret_until: overlap } = webhook;
  return (
    <>
      {status === 'active' ? null : (
        <Note tone={status === 'disabled' ? 'bad' : 'warn'}>
          {status === 'disabled' ? t.disabledNote : t.pausedNote}
        </Note>
      )}
      <FactLine
        facts={[
          ...(description === '' ? [] : [[t.description, description] as const]),
          [t.events, names.length === 0 ? t.allEvents : names.join(', ')],
          [t.added, instant(webhook.created_at)],
          ...(overlap === null ? [] : [[t.secretTitle, t.overlapUntil(instant(overlap))] as const]),
        ]}
      />
    </>
  );
}

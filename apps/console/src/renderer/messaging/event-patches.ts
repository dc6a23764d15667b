import type { CachePatcher, Patches } from '../api/live/live-patches.ts';
import type { ItemOf } from '../api/operations.ts';
import { oneOf } from '../ui/filters/use-url-state.ts';
import { whatsappTemplateStatuses } from './whatsapp/templates/template-statuses.ts';

type Status = ItemOf<'messaging.campaigns.list'>['status'];

/** A campaign's new state, wherever it is shown; lists by state are read again. */
const toStatus =
  (status: Status) =>
  ({ campaign_id }: { readonly campaign_id: string }, cache: CachePatcher) => {
    cache.items('messaging.campaigns.list', ({ id }) => id === campaign_id, { status });
    cache.records('messaging.campaigns.get', ({ id }) => id === campaign_id, { status });
    cache.refresh('messaging.campaigns.list', 'messaging.campaigns.get', 'messaging.campaigns.summary');
  };

/** What each event of messaging changes on screen. */
export const eventPatches: Patches = {
  'messaging.contacts.created': (_data, cache) => cache.announce('messaging.contacts.list'),
  'messaging.contacts.updated'({ contact_id, consent_state }, cache) {
    cache.items('messaging.contacts.list', ({ id }) => id === contact_id, { consent_state });
    cache.records('messaging.contacts.get', ({ id }) => id === contact_id, { consent_state });
    cache.refresh('messaging.contacts.get', 'messaging.contacts.consents', 'messaging.whatsappMessages.check');
  },
  'messaging.contacts.deleted': ({ contact_id }, cache) =>
    cache.remove('messaging.contacts.list', ({ id }) => id === contact_id),
  'messaging.contactImports.completed'({ import_id, ...counts }, cache) {
    cache.announce('messaging.contacts.list');
    cache.items('messaging.contactImports.list', ({ id }) => id === import_id, counts);
    cache.refresh('messaging.contactImports.get', 'messaging.contactImports.list', 'system.jobs.list');
  },
  'messaging.campaigns.scheduled': toStatus('scheduled'),
  'messaging.campaigns.started': toStatus('running'),
  'messaging.campaigns.paused': toStatus('paused'),
  'messaging.campaigns.resumed': toStatus('running'),
  'messaging.campaigns.completed': toStatus('completed'),
  'messaging.campaigns.cancelled': toStatus('cancelled'),
  'messaging.campaigns.failed': toStatus('failed'),
  'messaging.messages.changed': (_data, cache) =>
    cache.refresh(
      ...(['messaging.campaigns.list', 'messaging.campaigns.get', 'messaging.campaigns.summary'] as const),
      ...(['messaging.monitoring.dashboard', 'messaging.monitoring.timeline', 'messaging.monitoring.errors'] as const),
      ...(['messaging.messages.get'] as const),
    ),
  'messaging.inbound.received'(_data, cache) {
    cache.announce('messaging.inbound.list');
    cache.refresh('messaging.monitoring.dashboard', 'messaging.whatsappMessages.check');
  },
  'messaging.optOutReviews.opened'(_data, cache) {
    cache.refresh('messaging.optOutReviews.list');
  },
  'messaging.optOutReviews.resolved': (_data, cache) => cache.refresh('messaging.optOutReviews.list'),
  'messaging.whatsapp_templates.changed'({ template_id, status }, cache) {
    const known = oneOf(status, whatsappTemplateStatuses);
    if (known !== undefined) {
      cache.items('messaging.whatsappTemplates.list', ({ id }) => id === template_id, { status: known });
      cache.records('messaging.whatsappTemplates.get', ({ id }) => id === template_id, { status: known });
    }
    cache.refresh('messaging.whatsappTemplates.list', 'messaging.whatsappTemplates.get');
  },
  'messaging.suppressions.added': (_data, cache) => cache.announce('messaging.suppressions.list'),
};

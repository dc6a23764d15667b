import { Users } from 'lucide-react';
import type { CachePatcher, Patches } from '../api/live-patches.ts';
import type { ItemOf } from '../api/operations.ts';
import type { DomainScreens } from '../shell/screen.ts';

type Status = ItemOf<'messaging.campaigns.list'>['status'];

/** A campaign's new state, wherever it is shown; lists by state are read again. */
const toStatus =
  (status: Status) =>
  ({ campaign_id }: { readonly campaign_id: string }, cache: CachePatcher) => {
    cache.items('messaging.campaigns.list', ({ id }) => id === campaign_id, { status });
    cache.records('messaging.campaigns.get', ({ id }) => id === campaign_id, { status });
    cache.refresh('messaging.campaigns.list');
  };

const campaignPatches: Patches = {
  'messaging.campaigns.scheduled': toStatus('scheduled'),
  'messaging.campaigns.started': toStatus('running'),
  'messaging.campaigns.paused': toStatus('paused'),
  'messaging.campaigns.resumed': toStatus('running'),
  'messaging.campaigns.completed': toStatus('completed'),
  'messaging.campaigns.cancelled': toStatus('cancelled'),
  'messaging.campaigns.failed': toStatus('failed'),
  'messaging.messages.changed': (_data, cache) =>
    cache.refresh('messaging.campaigns.list', 'messaging.monitoring.dashboard', 'messaging.monitoring.timeline'),
  'messaging.inbound.received': (_data, cache) => cache.refresh('messaging.monitoring.dashboard'),
  'messaging.optOutReviews.opened': (_data, cache) => cache.refresh('messaging.optOutReviews.list'),
  'messaging.optOutReviews.resolved': (_data, cache) => cache.refresh('messaging.optOutReviews.list'),
};

/** Messaging in the console. */
export const messagingScreens: DomainScreens = {
  screens: [
    {
      path: '/audiences/contacts',
      area: 'audiences',
      title: { en: 'Contacts', de: 'Kontakte' },
      nav: { icon: Users, goTo: 'c' },
      scope: 'messaging:read',
      page: async () => (await import('./contacts.page.tsx')).ContactsPage,
      operations: ['messaging.contacts.list', 'messaging.contacts.create'],
    },
    {
      path: '/audiences/contacts/$phone',
      area: 'audiences',
      title: { en: 'Contact', de: 'Kontakt' },
      scope: 'messaging:read',
      page: async () => (await import('./contact.page.tsx')).ContactPage,
      operations: [
        'messaging.contacts.get',
        'messaging.contacts.update',
        'messaging.contacts.delete',
        'messaging.contacts.consents',
      ],
    },
  ],
  searches: [
    {
      kind: { en: 'Contact', de: 'Kontakt' },
      scope: 'messaging:read',
      async find(text, { api, signal }) {
        const digits = text.replaceAll(/[^\d]/g, '');
        if (!/^\+?[\d\s()-]+$/.test(text)) return [];
        const { items } = await api.query('messaging.contacts.list', { phone_prefix: `+${digits}`, limit: 5 }, signal);
        return items.map(({ phone_e164 }) => ({ label: phone_e164, path: `/audiences/contacts/${phone_e164}` }));
      },
    },
  ],
  patches: {
    ...campaignPatches,
    'messaging.contacts.created': (_data, cache) => cache.announce('messaging.contacts.list'),
    'messaging.contacts.updated'({ contact_id, consent_state }, cache) {
      cache.items('messaging.contacts.list', ({ id }) => id === contact_id, { consent_state });
      cache.records('messaging.contacts.get', ({ id }) => id === contact_id, { consent_state });
      cache.refresh('messaging.contacts.get', 'messaging.contacts.consents');
    },
    'messaging.contacts.deleted': ({ contact_id }, cache) =>
      cache.remove('messaging.contacts.list', ({ id }) => id === contact_id),
    'messaging.contactImports.completed': (_data, cache) => cache.announce('messaging.contacts.list'),
  },
};

import { ScrollText, Webhook } from 'lucide-react';
import type { DomainScreens } from '../shell/screen.ts';

/** What happened, and who is told of it. */
export const eventsScreens: DomainScreens = {
  screens: [
    {
      path: '/operations/webhooks',
      area: 'operations',
      title: { en: 'Webhooks', de: 'Webhooks' },
      nav: { icon: Webhook, goTo: 'w' },
      scope: 'events:read',
      page: async () => (await import('./webhooks/webhooks.page.tsx')).WebhooksPage,
      operations: ['events.webhooks.list', 'events.webhooks.create'],
    },
    {
      path: '/operations/webhooks/$id',
      area: 'operations',
      title: { en: 'Webhook', de: 'Webhook' },
      scope: 'events:read',
      page: async () => (await import('./webhooks/webhook.page.tsx')).WebhookPage,
      operations: [
        'events.webhooks.update',
        'events.webhooks.delete',
        'events.webhooks.rotate',
        'events.webhooks.test',
        'events.webhooks.deliveries',
        'events.webhooks.replay',
        'events.webhooks.replayRange',
      ],
    },
    {
      path: '/operations/events',
      area: 'operations',
      title: { en: 'Event log', de: 'Ereignisprotokoll' },
      nav: { icon: ScrollText, goTo: 'e' },
      scope: 'events:read',
      page: async () => (await import('./log.page.tsx')).LogPage,
      operations: ['events.log.list'],
    },
  ],
  searches: [
    {
      kind: { en: 'Webhook', de: 'Webhook' },
      scope: 'events:read',
      async find(text, { api, signal }) {
        const wanted = text.toLowerCase();
        const { items } = await api.query('events.webhooks.list', { limit: 100 }, signal);
        return items
          .filter(({ url, description }) => `${url} ${description}`.toLowerCase().includes(wanted))
          .slice(0, 5)
          .map(({ id, url, description }) => ({ label: url, detail: description, path: `/operations/webhooks/${id}` }));
      },
    },
  ],
  patches: {
    '*': (_name, cache) => cache.announce('events.log.list'),
    'events.webhooks.disabled': ({ webhook_id }, cache) =>
      cache.items('events.webhooks.list', ({ id }) => id === webhook_id, { status: 'disabled' }),
  },
  notices: {
    'events.webhooks.disabled': ({ webhook_id, reason }) => ({
      title: { en: 'A webhook was disabled', de: 'Ein Webhook wurde abgeschaltet' },
      body:
        reason === 'gone'
          ? {
              en: 'Its address answered that it is gone. Nothing more is sent there.',
              de: 'Die Adresse antwortet, dass es sie nicht mehr gibt. Dorthin wird nichts mehr gesendet.',
            }
          : {
              en: 'It failed for days. Nothing more is sent there until you activate it again.',
              de: 'Er ist tagelang gescheitert. Dorthin wird nichts gesendet, bis Sie ihn wieder aktivieren.',
            },
      path: `/operations/webhooks/${webhook_id}`,
    }),
  },
};

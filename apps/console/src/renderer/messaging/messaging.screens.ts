import { Users } from 'lucide-react';
import type { DomainScreens } from '../shell/screen.ts';
import { eventPatches } from './event-patches.ts';
import { campaignsScreens } from './campaigns/campaigns.screens.ts';
import { messagesScreens } from './messages/messages.screens.ts';
import { monitoringScreens } from './monitoring/monitoring.screens.ts';
import { inboundScreens } from './inbound/inbound.screens.ts';
import { importsScreens } from './imports/imports.screens.ts';
import { recordSearches } from './record-searches.ts';
import { segmentsScreens } from './segments/segments.screens.ts';
import { templatesScreens } from './templates/templates.screens.ts';
import { whatsappScreens } from './whatsapp/whatsapp.screens.ts';

/** Messaging in the console. */
export const messagingScreens: DomainScreens = {
  screens: [
    {
      path: '/audiences/contacts',
      area: 'audiences',
      title: { en: 'Contacts', de: 'Kontakte' },
      nav: { icon: Users, goTo: 'c' },
      scope: 'messaging:read',
      page: async () => (await import('./contacts/contacts.page.tsx')).ContactsPage,
      operations: ['messaging.contacts.list', 'messaging.contacts.create'],
    },
    {
      path: '/audiences/contacts/$phone',
      area: 'audiences',
      title: { en: 'Contact', de: 'Kontakt' },
      scope: 'messaging:read',
      page: async () => (await import('./contacts/contact.page.tsx')).ContactPage,
      operations: [
        'messaging.contacts.get',
        'messaging.contacts.update',
        'messaging.contacts.delete',
        'messaging.contacts.consents',
      ],
    },
    ...campaignsScreens,
    ...messagesScreens,
    ...inboundScreens,
    ...segmentsScreens,
    ...templatesScreens,
    ...whatsappScreens,
    ...importsScreens,
    ...monitoringScreens,
  ],
  searches: recordSearches,
  patches: eventPatches,
  notices: {
    'messaging.campaigns.failed': () => ({
      title: { en: 'A campaign could not be sent', de: 'Eine Kampagne konnte nicht gesendet werden' },
      body: { en: 'See what went wrong.', de: 'Sehen Sie nach, woran es lag.' },
      path: '/campaigns/messaging',
    }),
    'messaging.whatsapp_templates.changed': ({ template_id, status }) =>
      ['rejected', 'paused', 'disabled'].includes(status)
        ? {
            title: { en: 'Meta turned a template down', de: 'Meta lässt eine Vorlage nicht zu' },
            body: { en: 'See why, and write it again.', de: 'Sehen Sie den Grund, und schreiben Sie sie neu.' },
            path: `/audiences/whatsapp-templates/${template_id}`,
          }
        : null,
    'messaging.optOutReviews.opened': () => ({
      title: { en: 'An answer may mean stop', de: 'Eine Antwort heißt vielleicht Stopp' },
      body: {
        en: 'Messages to this contact wait for your decision.',
        de: 'Nachrichten an diesen Kontakt warten auf Ihre Entscheidung.',
      },
      path: '/audiences/inbound?tab=reviews',
    }),
  },
};

import { MessageCircle } from 'lucide-react';
import type { Screen } from '../../shell/screen.ts';

/** WhatsApp in the console: its templates, and messages to one person. */
export const whatsappScreens: readonly Screen[] = [
  {
    path: '/audiences/whatsapp-templates',
    area: 'audiences',
    title: { en: 'WhatsApp templates', de: 'WhatsApp-Vorlagen' },
    nav: { icon: MessageCircle, goTo: 'v' },
    scope: 'messaging:read',
    page: async () => (await import('./templates/whatsapp-templates.page.tsx')).WhatsappTemplatesPage,
    operations: ['messaging.whatsappTemplates.list'],
  },
  {
    path: '/audiences/whatsapp-templates/new',
    area: 'audiences',
    title: { en: 'New WhatsApp template', de: 'Neue WhatsApp-Vorlage' },
    scope: 'messaging:write',
    page: async () => (await import('./templates/new-whatsapp-template.page.tsx')).NewWhatsappTemplatePage,
    operations: ['messaging.whatsappTemplates.create'],
  },
  {
    path: '/audiences/whatsapp-templates/$template',
    area: 'audiences',
    title: { en: 'WhatsApp template', de: 'WhatsApp-Vorlage' },
    scope: 'messaging:read',
    page: async () => (await import('./templates/whatsapp-template.page.tsx')).WhatsappTemplatePage,
    operations: ['messaging.whatsappTemplates.get'],
  },
  {
    path: '/campaigns/messages/new',
    area: 'campaigns',
    title: { en: 'New WhatsApp message', de: 'Neue WhatsApp-Nachricht' },
    scope: 'messaging:send',
    page: async () => (await import('./messages/new-whatsapp-message.page.tsx')).NewWhatsappMessagePage,
    operations: ['messaging.whatsappMessages.send', 'messaging.whatsappMessages.check'],
  },
];

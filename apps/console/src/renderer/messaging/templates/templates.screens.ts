import { FileText } from 'lucide-react';
import type { Screen } from '../../shell/screen.ts';

/** Templates in the console. */
export const templatesScreens: readonly Screen[] = [
  {
    path: '/audiences/templates',
    area: 'audiences',
    title: { en: 'Templates', de: 'Vorlagen' },
    nav: { icon: FileText, goTo: 't' },
    scope: 'messaging:read',
    page: async () => (await import('./templates.page.tsx')).TemplatesPage,
    operations: ['messaging.templates.list'],
  },
  {
    path: '/audiences/templates/new',
    area: 'audiences',
    title: { en: 'New template', de: 'Neue Vorlage' },
    scope: 'messaging:write',
    page: async () => (await import('./new-template.page.tsx')).NewTemplatePage,
    operations: ['messaging.templates.create'],
  },
  {
    path: '/audiences/templates/$template',
    area: 'audiences',
    title: { en: 'Template', de: 'Vorlage' },
    scope: 'messaging:read',
    page: async () => (await import('./template.page.tsx')).TemplatePage,
    operations: [
      'messaging.templates.get',
      'messaging.templates.update',
      'messaging.templates.delete',
      'messaging.templates.preview',
    ],
  },
];

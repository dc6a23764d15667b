import { FileUp } from 'lucide-react';
import type { Screen } from '../../shell/screen.ts';

/** Imports in the console. */
export const importsScreens: readonly Screen[] = [
  {
    path: '/audiences/imports',
    area: 'audiences',
    title: { en: 'Imports', de: 'Importe' },
    nav: { icon: FileUp, goTo: 'i' },
    scope: 'messaging:read',
    page: async () => (await import('./imports.page.tsx')).ImportsPage,
    operations: ['messaging.contactImports.list'],
  },
  {
    path: '/audiences/imports/new',
    area: 'audiences',
    title: { en: 'Import contacts', de: 'Kontakte importieren' },
    scope: 'messaging:write',
    page: async () => (await import('./new-import.page.tsx')).NewImportPage,
    operations: ['messaging.contactImports.create'],
  },
  {
    path: '/audiences/imports/$import',
    area: 'audiences',
    title: { en: 'Import', de: 'Import' },
    scope: 'messaging:read',
    page: async () => (await import('./import.page.tsx')).ImportPage,
    operations: [
      'messaging.contactImports.get',
      'messaging.contactImports.cancel',
      'messaging.contactImports.errors',
      'system.jobs.get',
    ],
  },
];

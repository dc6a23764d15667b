import { Gauge, History, KeyRound, Settings2, UserCog } from 'lucide-react';
import type { DomainScreens } from '../shell/screen.ts';

/** The workspace itself: its settings, its people, its keys. */
export const workspaceScreens: DomainScreens = {
  screens: [
    {
      path: '/settings/workspace',
      area: 'settings',
      title: { en: 'Workspace', de: 'Arbeitsbereich' },
      nav: { icon: Settings2, goTo: 's' },
      scope: 'workspace:read',
      page: async () => (await import('./settings.page.tsx')).SettingsPage,
      operations: ['workspace.settings.get', 'workspace.settings.update'],
    },
    {
      path: '/settings/members',
      area: 'settings',
      title: { en: 'Members', de: 'Mitglieder' },
      nav: { icon: UserCog, goTo: 'm' },
      scope: 'workspace:read',
      page: async () => (await import('./members.page.tsx')).MembersPage,
      operations: [
        'workspace.members.list',
        'workspace.members.invite',
        'workspace.members.update',
        'workspace.members.remove',
      ],
    },
    {
      path: '/settings/api-keys',
      area: 'settings',
      title: { en: 'API keys', de: 'API-Schlüssel' },
      nav: { icon: KeyRound, goTo: 'k' },
      scope: 'workspace:admin',
      page: async () => (await import('./api-keys.page.tsx')).ApiKeysPage,
      operations: ['workspace.apiKeys.list', 'workspace.apiKeys.create', 'workspace.apiKeys.revoke'],
    },
    {
      path: '/settings/audit',
      area: 'settings',
      title: { en: 'Audit trail', de: 'Prüfprotokoll' },
      nav: { icon: History, goTo: 'a' },
      scope: 'workspace:admin',
      page: async () => (await import('./audit.page.tsx')).AuditPage,
      operations: ['workspace.audit.list'],
    },
    {
      path: '/settings/limits',
      area: 'settings',
      title: { en: 'Rate limits', de: 'Aufrufgrenzen' },
      nav: { icon: Gauge, goTo: 'l' },
      scope: 'workspace:read',
      page: async () => (await import('./limits.page.tsx')).LimitsPage,
      operations: ['workspace.limits.get'],
    },
  ],
  patches: {
    'workspace.members.invited': (_data, cache) => cache.refresh('workspace.members.list'),
    'workspace.members.joined': (_data, cache) => cache.refresh('workspace.members.list'),
    'workspace.members.updated': ({ user_id, role }, cache) =>
      cache.items('workspace.members.list', (member) => member.user_id === user_id, { role }),
    'workspace.members.removed': ({ user_id }, cache) =>
      cache.remove('workspace.members.list', (member) => member.user_id === user_id),
  },
};

import { Filter } from 'lucide-react';
import type { Screen } from '../../shell/screen.ts';

/** Segments in the console. */
export const segmentsScreens: readonly Screen[] = [
  {
    path: '/audiences/segments',
    area: 'audiences',
    title: { en: 'Segments', de: 'Segmente' },
    nav: { icon: Filter, goTo: 'g' },
    scope: 'messaging:read',
    page: async () => (await import('./segments.page.tsx')).SegmentsPage,
    operations: ['messaging.segments.list'],
  },
  {
    path: '/audiences/segments/new',
    area: 'audiences',
    title: { en: 'New segment', de: 'Neues Segment' },
    scope: 'messaging:write',
    page: async () => (await import('./new-segment.page.tsx')).NewSegmentPage,
    operations: ['messaging.segments.create', 'messaging.segments.preview'],
  },
  {
    path: '/audiences/segments/$segment',
    area: 'audiences',
    title: { en: 'Segment', de: 'Segment' },
    scope: 'messaging:read',
    page: async () => (await import('./segment.page.tsx')).SegmentPage,
    operations: [
      'messaging.segments.get',
      'messaging.segments.update',
      'messaging.segments.delete',
      'messaging.segments.evaluate',
    ],
  },
];

import { ChartLine, Database, Timer, Upload } from 'lucide-react';
import type { DomainScreens } from '../shell/screen.ts';

/** Metrics in the console. */
export const metricsScreens: DomainScreens = {
  screens: [
    {
      path: '/insights/explore',
      area: 'insights',
      title: { en: 'Explore', de: 'Auswerten' },
      nav: { icon: ChartLine, goTo: 'q' },
      scope: 'metrics:read',
      page: async () => (await import('./explore/explore.page.tsx')).ExplorePage,
      operations: [
        'metrics.dashboards.query',
        'metrics.series.csv',
        'metrics.views.list',
        'metrics.views.create',
        'metrics.views.delete',
      ],
    },
    {
      path: '/insights/catalog',
      area: 'insights',
      title: { en: 'Catalog', de: 'Katalog' },
      nav: { icon: Database, goTo: 'd' },
      scope: 'metrics:read',
      page: async () => (await import('./catalog.page.tsx')).CatalogPage,
      operations: ['metrics.catalog.list'],
    },
    {
      path: '/insights/upload',
      area: 'insights',
      title: { en: 'Upload', de: 'Hochladen' },
      nav: { icon: Upload, goTo: 'u' },
      scope: 'metrics:write',
      page: async () => (await import('./upload/upload.page.tsx')).UploadPage,
      operations: ['metrics.batches.upload', 'metrics.batches.get'],
    },
    {
      path: '/insights/performance',
      area: 'insights',
      title: { en: 'Performance', de: 'Leistung' },
      nav: { icon: Timer, goTo: 'z' },
      scope: 'metrics:read',
      page: async () => (await import('./performance.page.tsx')).PerformancePage,
      operations: ['metrics.performance.get', 'metrics.cache.clear'],
    },
  ],
  patches: {
    'metrics.batches.processed': (_data, cache) => cache.refresh('metrics.catalog.list', 'metrics.dashboards.query'),
  },
};

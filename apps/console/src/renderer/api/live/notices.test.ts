import { expect, test } from 'vitest';
import type { Notice } from '../../../ipc.ts';
import type { Platform } from '../../platform/platform.tsx';
import { domains } from '../../screens.ts';
import { noticePatches } from './notices.ts';

function saidOf(locale: string, happen: (patches: ReturnType<typeof noticePatches>) => void): readonly Notice[] {
  const said: Notice[] = [];
  const platform: Pick<Platform, 'languages' | 'notify' | 'settings'> = {
    languages: [locale],
    settings: { get: () => null, set: () => undefined },
    notify: (notice) => void said.push(notice),
  };
  happen(
    noticePatches(
      domains.flatMap(({ notices }) => notices ?? []),
      platform,
    ),
  );
  return said;
}

test.each([
  ['en', 'A webhook was disabled'],
  ['de', 'Ein Webhook wurde abgeschaltet'],
])('a webhook that the server disabled is said once, in %s, and leads to it', (locale, title) => {
  const said = saidOf(locale, (patches) => {
    for (const patch of patches) {
      patch['events.webhooks.disabled']?.({ webhook_id: 'w1', reason: 'failing' } as never, undefined as never);
    }
  });

  expect(said).toMatchObject([{ title, path: '/operations/webhooks/w1' }]);
});

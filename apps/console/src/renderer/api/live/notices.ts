import { initialLocale } from '../../i18n/messages.ts';
import type { Platform } from '../../platform/platform.tsx';
import type { EventData, EventName, Patches } from './live-patches.ts';

/** What is said of an event to somebody who looks elsewhere. */
export interface EventNotice {
  readonly title: { readonly en: string; readonly de: string };
  readonly body: { readonly en: string; readonly de: string };
  /** Where it can be dealt with. */
  readonly path: string;
}

/** Events worth an interruption: only what failed, or waits for a decision; null where an event is neither. */
export type Notices = { readonly [Name in EventName]?: (data: EventData<Name>) => EventNotice | null };

type NoticePlatform = Pick<Platform, 'languages' | 'notify' | 'settings'>;

/** Notices as one more thing that happens at an event. */
export function noticePatches(notices: readonly Notices[], platform: NoticePlatform): readonly Patches[] {
  return notices.map(
    (each) =>
      // Each entry takes the data of its own event.
      Object.fromEntries(
        Object.entries(each).map(([name, noticeOf]) => [name, (data: never) => notify((noticeOf as Describe)(data))]),
      ) as Patches,
  );

  function notify(notice: EventNotice | null): void {
    if (notice === null) return;
    const { title, body, path } = notice;
    const chosen = initialLocale(platform.settings.get('locale'), platform.languages);
    const language = chosen === 'de' ? 'de' : 'en';
    platform.notify({ title: title[language], body: body[language], path });
  }
}

type Describe = (data: never) => EventNotice | null;

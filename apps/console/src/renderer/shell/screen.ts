import type { Scope } from '@marquee/api/scopes';
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { Patches } from '../api/live/live-patches.ts';
import type { Notices } from '../api/live/notices.ts';
import type { OperationName } from '../api/operations.ts';
import type { Locale } from '../i18n/messages.ts';

/** The console's areas, in the order of the navigation. */
export const areas = [
  'overview',
  'campaigns',
  'automation',
  'audiences',
  'content',
  'calendar',
  'insights',
  'operations',
  'settings',
] as const;

/** One area of the navigation. */
export type Area = (typeof areas)[number];

/** A name in every language; short, so that it stands where it is used. */
export type Title = Readonly<Record<Exclude<Locale, 'pseudo'>, string>>;

/** One screen: where it is, who may see it, and which operations are reached from it. */
export interface Screen {
  /** Such as `/audiences/contacts/$phone`. */
  readonly path: string;
  readonly area: Area;
  readonly title: Title;
  /** Present where the navigation and the palette lead straight to it. */
  readonly nav?: { readonly icon: LucideIcon; readonly goTo?: string };
  /** Without it, the screen says that it is not for this person. */
  readonly scope?: Scope;
  /** Loads the screen's own code. */
  readonly page: () => Promise<ComponentType>;
  /** What can be reached here; a test holds all screens against the contract. */
  readonly operations: readonly OperationName[];
}

/** Looks up records for the palette. */
export interface RecordSearch {
  /** What is found, in the plural: the heading that it stands under. */
  readonly kind: Title;
  readonly scope: Scope;
  /** At most five or so, the best first; none where the text cannot be meant. */
  readonly find: (text: string, context: SearchContext) => Promise<readonly FoundRecord[]>;
}

/** What a search for records is given. */
export interface SearchContext {
  readonly api: import('../api/api.ts').Api;
  readonly signal: AbortSignal;
}

/** A record as the palette shows it. */
export interface FoundRecord {
  readonly label: string;
  readonly detail?: string;
  /** Where it is opened; parameters already filled in. */
  readonly path: string;
}

/** Everything a domain adds to the console. */
export interface DomainScreens {
  readonly screens: readonly Screen[];
  readonly searches?: readonly RecordSearch[];
  /** How events change what is on screen, without reading it again. */
  readonly patches?: Patches;
  /** Which events are said by the system's own notifications, on the desktop. */
  readonly notices?: Notices;
}

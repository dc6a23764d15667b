import type { DomainScreens } from '../shell/screen.ts';

/** The workspace's own settings. */
export const workspaceScreens: DomainScreens = { screens: [] };

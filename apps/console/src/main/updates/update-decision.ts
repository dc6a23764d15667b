/** What an installation can do about a new version: replace itself, only say that there is one, or nothing. */
export type UpdateMeans = 'install' | 'tell' | 'off';

/** What decides that. */
export interface UpdateSituation {
  readonly feed: string | null;
  readonly isPackaged: boolean;
  readonly system: NodeJS.Platform;
  /** Whether this runs from an AppImage. */
  readonly isAppImage: boolean;
  /** Whether the package was made to be updated: it then says by whom the next one has to be signed. */
  readonly isMadeForUpdates: boolean;
}

/** Packages of a Linux distribution belong to its package manager: replacing one under it would break both. */
export function decideUpdates(situation: UpdateSituation): UpdateMeans {
  const { feed, isPackaged, system, isAppImage, isMadeForUpdates } = situation;
  if (feed === null || !isPackaged) return 'off';
  return isMadeForUpdates && (system !== 'linux' || isAppImage) ? 'install' : 'tell';
}

/** The file of a feed that tells what is newest for a system, as electron-builder names it. */
export function feedFile(system: NodeJS.Platform): string {
  if (system === 'win32') return 'latest.yml';
  return system === 'darwin' ? 'latest-mac.yml' : 'latest-linux.yml';
}

/** The version that a feed announces: electron-builder writes it as a line of YAML. */
export function versionInFeed(text: string): string | null {
  return /^version:\s*['"]?(\d+\.\d+\.\d+[\w.+-]*)['"]?\s*$/m.exec(text)?.[1] ?? null;
}

/** Whether one version is later than another; of a preview and its release, the release is. */
export function isLater(version: string, current: string): boolean {
  const [a, b] = [partsOf(version), partsOf(current)];
  const differing = a.numbers.findIndex((part, index) => part !== b.numbers[index]);
  if (differing !== -1) return (a.numbers[differing] ?? 0) > (b.numbers[differing] ?? 0);
  return a.preview === '' && b.preview !== '';
}

function partsOf(version: string) {
  const [numbers = '', preview = ''] = (version.split('+', 1)[0] ?? '').split(/-(.*)/s);
  return { numbers: numbers.split('.').map(Number), preview };
}

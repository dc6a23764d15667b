const pathMax = 2000;

/** The origin of every page of the application. */
export const appOrigin = 'app://marquee';

/**
 * The path of the console that a `marquee://` address names: `marquee://campaigns/42` is `/campaigns/42`, as on the web.
 *
 * @returns null for anything else; a link from outside only ever opens a screen
 */
export function pathOfDeepLink(link: string): string | null {
  const url = link.length > pathMax ? null : parsedUrl(link);
  if (url === null) return null;
  const { protocol, host, pathname, search, username, password } = url;
  if (protocol !== 'marquee:' || username !== '' || password !== '' || host.includes(':')) return null;
  return consolePath(`${host === '' ? '' : `/${host}`}${host !== '' && pathname === '/' ? '' : pathname}${search}`);
}

/** The first deep link among a program's arguments. */
export function pathInArguments(args: readonly string[]): string | null {
  const link = args.find((each) => each.toLowerCase().startsWith('marquee://'));
  return link === undefined ? null : pathOfDeepLink(link);
}

/** A path of the console as it may be opened, or null: one that could leave the console or names a server's own address is none. */
export function consolePath(path: string): string | null {
  if (path.length > pathMax || !/^\/(?![/\\])[\w\-.~%!$&'()*+,;=:@/]*(?:\?[\w\-.~%!$&'()*+,;=:@/?]*)?$/.test(path))
    return null;
  const resolved = parsedUrl(path, `${appOrigin}/`);
  return resolved?.host === 'marquee' ? resolved.pathname + resolved.search : null;
}

/** Whether an address is a page of the application. */
export function isAppUrl(url: string): boolean {
  const parsed = parsedUrl(url);
  return parsed?.protocol === 'app:' && parsed.host === 'marquee';
}

/** An address that may be opened in the browser, or null. Other schemes start programs. */
export function externalUrl(url: string): string | null {
  const parsed = url.length > 4096 ? null : parsedUrl(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return null;
  if (parsed.protocol === 'https:' || parsed.protocol === 'mailto:') return parsed.href;
  return parsed.protocol === 'http:' && isLoopback(parsed.hostname) ? parsed.href : null;
}

/** Whether a host name is this computer. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** An address, or null where text is none. The oldest Electron that is supported has no `URL.canParse`. */
export function parsedUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}

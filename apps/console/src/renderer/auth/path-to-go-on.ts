/** Where to go after signing in: a path of this console and nowhere else, whatever the address asks for. */
export function pathToGoOn(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/')) return '/';
  const url = new URL(next, 'http://console.invalid');
  return url.host === 'console.invalid' ? url.pathname + url.search + url.hash : '/';
}

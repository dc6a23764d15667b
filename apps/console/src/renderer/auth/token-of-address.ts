/** The token that a mail's link carries after `#`, where no server and no log sees it. */
export function tokenOfAddress(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token');
}

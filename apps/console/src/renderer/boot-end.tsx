import { useLayoutEffect } from 'react';

/** Takes away what index.html shows until there is something to see, in the same frame as that. */
export function BootEnd() {
  useLayoutEffect(() => document.getElementById('boot')?.remove(), []);
  return null;
}

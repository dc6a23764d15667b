import { bridgeName, type DesktopBridge } from '../../ipc.ts';

/** The desktop around this page; null in a browser. */
export function bridgeOf(page: Window): DesktopBridge | null {
  // Put there by the preload script, which is compiled with the same type.
  return (page as { readonly [bridgeName]?: DesktopBridge })[bridgeName] ?? null;
}

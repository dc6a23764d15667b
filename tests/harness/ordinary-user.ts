import { chmod, chown } from 'node:fs/promises';
import { join } from 'node:path';

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

/** Whom programs run as that refuse root: nobody in particular where the tests run as root, else whoever runs them. */
export const ordinaryUser: { readonly uid: number; readonly gid: number } | Record<string, never> = isRoot
  ? { uid: nobody, gid: nobody }
  : {};

/** Gives a file or folder to that user. */
export async function giveAway(path: string): Promise<void> {
  if (isRoot) await chown(path, nobody, nobody);
}

/**
 * Lets an unpacked Electron use its sandbox, as its installers do: its helper belongs to root and takes root's rights.
 * Who is not root needs a system that lets everybody have namespaces, as most do.
 */
export async function permitSandbox(electronFolder: string): Promise<void> {
  if (!isRoot) return;
  await chmod(electronFolder, 0o755);
  await chown(join(electronFolder, 'chrome-sandbox'), 0, 0);
  await chmod(join(electronFolder, 'chrome-sandbox'), 0o4755);
}

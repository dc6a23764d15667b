import { execFile } from 'node:child_process';
import { chmod, chown } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

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
  await promisify(execFile)('chmod', ['-R', 'a+rX', electronFolder]);
  await chown(join(electronFolder, 'chrome-sandbox'), 0, 0);
  await chmod(join(electronFolder, 'chrome-sandbox'), 0o4755);
}

const drop = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] as const;

/** Whether programs can be started as that user by `asOrdinaryUser`, and whether it may read a file of this checkout. */
export async function canBecomeOrdinary(file: string): Promise<boolean> {
  if (!isRoot) return false;
  const [setpriv, ...args] = drop;
  return await promisify(execFile)(setpriv, [...args, 'test', '-r', file]).then(
    () => true,
    () => false,
  );
}

/** A script of the shell that becomes that user, and then the program. */
export function asOrdinaryUser(program: string): string {
  return `#!/bin/sh\nexec ${drop.join(' ')} '${program}' "$@"\n`;
}

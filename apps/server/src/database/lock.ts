import { DatabaseSync } from 'node:sqlite';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Holds a data folder for this process alone. The operating system drops the lock with the process, even at kill -9, so that
 * no stale file can keep the next start out.
 *
 * @throws when another process holds it
 */
export function lockDataFolder(folder: string): Disposable {
  mkdirSync(folder, { recursive: true });
  const file = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    file.exec('begin exclusive');
  } catch (error) {
    file.close();
    throw new Error(
      `${folder} is in use by another Marquee process. Stop that one first, or give this one its own folder with MARQUEE_DATA.`,
      { cause: error },
    );
  }
  return { [Symbol.dispose]: () => file.close() };
}

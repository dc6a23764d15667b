import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The program that runs a server on this computer. */
export interface ServerProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** What of the installation decides which program that is. */
export interface Installation {
  readonly isPackaged: boolean;
  /** Where a packaged application keeps what is not its own code. */
  readonly resources: string;
  /** Where this code is. */
  readonly here: string;
  readonly system: NodeJS.Platform;
  readonly variables: NodeJS.ProcessEnv;
}

const start = ['start', '--for-parent'];

/** The server that comes with the application, or, from a checkout, its sources run by the Node of `MARQUEE_NODE`; null without either. */
export function serverProgram({ isPackaged, resources, here, system, variables }: Installation): ServerProgram | null {
  if (isPackaged) {
    const cwd = join(resources, 'server');
    const command = join(resources, 'node', system === 'win32' ? 'node.exe' : 'node');
    const isThere = existsSync(command) && existsSync(join(cwd, 'main.js'));
    return isThere ? { command, args: ['--enable-source-maps', 'main.js', ...start], cwd } : null;
  }
  const cwd = join(here, '../../../..');
  const command = variables['MARQUEE_NODE'] ?? '';
  if (command === '' || !existsSync(join(cwd, 'apps/server/src/main.ts'))) return null;
  return { command, args: ['--disable-warning=ExperimentalWarning', 'apps/server/src/main.ts', ...start], cwd };
}

/** What decides something for another installation of Marquee, or for Electron, on the same computer. */
const foreign = /^(?:MARQUEE_|TEMPORAL_|OTEL_|DATABASE_URL$|SMTP_URL$|PORT$|HOST$|NODE_|ELECTRON_|LOG_LEVEL$)/;

/** The environment of a server of the application's own: its data in the user's folder, reached from this computer alone. */
export function serverVariables(variables: NodeJS.ProcessEnv, userData: string): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(Object.entries(variables).filter(([name]) => !foreign.test(name)));
  return {
    ...inherited,
    MARQUEE_DATA: join(userData, 'server'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
    // Half a second of a start is compiling the same modules again.
    NODE_COMPILE_CACHE: join(userData, 'compile-cache'),
  };
}

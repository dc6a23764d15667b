import { demoFile } from './demo.ts';
import type { EngineStatus } from './temporal/engine-runtime.ts';

/** What a start shows to whoever runs it. */
export interface StartReporter {
  /** The program's own code is loaded, or its database is open. */
  opened(part: 'server' | 'database'): void;
  ready(facts: ReadyFacts): void;
  engine(status: EngineStatus): void;
}

/** What a person needs to begin. */
export interface ReadyFacts {
  readonly url: string;
  /** Whether the console was built and is served. */
  readonly hasConsole: boolean;
  readonly seconds: number;
  readonly database: string;
  readonly dataDir: string;
  readonly demo: { readonly email: string; readonly password: string; readonly apiKey: string } | null;
  readonly isDemoDeleted: boolean;
}

/** Progress on one line in a terminal; plain lines elsewhere. */
export function terminalReporter(out: NodeJS.WriteStream): StartReporter {
  let shown = '';
  const line = (text: string) => {
    if (text === shown) return;
    shown = text;
    out.write(out.isTTY ? `\r\u001B[2K${text}` : `${text}\n`);
  };
  const done = (text: string) => {
    line(text);
    if (out.isTTY) out.write('\n');
    shown = '';
  };
  return {
    opened(part) {
      // Files and pipes keep what is said for good; a terminal shows it for the seconds it is true.
      if (out.isTTY) line(part === 'server' ? '  database    opening' : '  server      opening');
    },
    ready(facts) {
      done(readyText(facts));
    },
    engine(status) {
      if (status.state === 'preparing') line(`  engine      ${status.text}; jobs wait until it is ready`);
      else if (status.state === 'connecting') line(`  engine      connecting to Temporal at ${status.address}`);
      else if (status.state === 'ready') done(`  engine      Temporal at ${status.address}`);
      else done(`  engine      none: jobs wait. ${status.why}`);
    },
  };
}

function readyText({ url, hasConsole, seconds, database, dataDir, demo, isDemoDeleted }: ReadyFacts): string {
  const lines = [
    '',
    `Marquee is up at ${url}   (${seconds.toFixed(1)} s)`,
    '',
    hasConsole ? `  console     ${url}` : '  console     not built; npm start builds it',
    `  reference   ${url}/docs`,
    `  data        ${dataDir} (${database})`,
  ];
  if (isDemoDeleted) lines.push(`  demo        deleted; without ${demoFile(dataDir)} the next start makes it anew`);
  if (demo !== null) lines.push(`  sign in     ${demo.email} / ${demo.password}`, `  API key     ${demo.apiKey}`);
  return lines.join('\n');
}

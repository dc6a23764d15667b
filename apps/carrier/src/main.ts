import { startCarrier } from './carrier.ts';
import { parseOptions } from './options.ts';

const options = parseOptions(process.argv.slice(2));
const carrier = await startCarrier(options);

let isEnding = false;
const end = async (): Promise<void> => {
  if (isEnding) return;
  isEnding = true;
  await carrier[Symbol.asyncDispose]();
  process.exit(0);
};
process.on('SIGINT', () => void end());
process.on('SIGTERM', () => void end());
if (options.exitWithStdin) process.stdin.on('close', () => void end()).resume();
process.stdout.write(`READY ${carrier.url}\n`);

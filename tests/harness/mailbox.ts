import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from './until.ts';

/** Waits for the latest mail to an address; a server without SMTP keeps each in its data folder. */
export async function mailTo(dataDir: string, address: string): Promise<string> {
  const folder = join(dataDir, 'mailbox');
  const texts = async () => {
    const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
    const mails = await Promise.all(files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))));
    return (mails as readonly { readonly to: string; readonly text: string }[]) // as the server's mailbox writes them
      .filter(({ to }) => to === address)
      .map(({ text }) => text);
  };
  const found = await until(`a mail to ${address}`, texts, (mails) => mails.length > 0);
  return found.at(-1) ?? '';
}

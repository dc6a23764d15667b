import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mailGateway } from './mail.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-mail-'));
});
afterEach(() => rm(folder, { recursive: true }));

const from = 'Marquee <marquee@example.com>';
const message = { id: 'm1', to: 'ada@example.com', subject: 'Grüße', text: 'Hello\n\nhttps://example.com/#token=x\n' };

test('without an SMTP server a mail becomes two private files', async () => {
  const mail = mailGateway({ smtpUrl: null, folder: join(folder, 'mailbox'), from });

  await mail.send(message);

  const eml = await readFile(join(folder, 'mailbox', 'm1.eml'), 'utf8');
  expect(eml).toMatch(/^From: Marquee <marquee@example\.com>$/m);
  expect(eml).toMatch(/^To: ada@example\.com$/m);
  expect(JSON.parse(await readFile(join(folder, 'mailbox', 'm1.json'), 'utf8'))).toEqual({ from, ...message });
  expect((await readdir(join(folder, 'mailbox'))).toSorted()).toEqual(['m1.eml', 'm1.json']);
  expect((await stat(join(folder, 'mailbox', 'm1.eml'))).mode & 0o077).toBe(0);
});

test('an address cannot smuggle in more recipients or headers', async () => {
  const mail = mailGateway({ smtpUrl: null, folder, from });

  await mail.send({ ...message, to: 'a@example.com, b@example.com', subject: 'x\r\nBcc: c@example.com' });

  const eml = await readFile(join(folder, 'm1.eml'), 'utf8');
  expect(eml).not.toMatch(/^Bcc:/im);
  expect(eml).not.toMatch(/^To: a@example\.com, b@example\.com$/m);
});

test('with an SMTP server a mail is handed to it', async () => {
  const heard: string[] = [];
  const server = await smtpServer(heard);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const mail = mailGateway({ smtpUrl: `smtp://127.0.0.1:${address.port}`, folder, from });

  await mail.send(message);
  server.close();

  expect(heard).toContain('RCPT TO:<ada@example.com>');
  expect(heard.join('\n')).toContain('#token=x');
});

test('a mail server that is away is an error to try again on', async () => {
  const server = await smtpServer([]);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await new Promise((closed) => server.close(closed));

  await expect(
    mailGateway({ smtpUrl: `smtp://127.0.0.1:${address.port}`, folder, from }).send(message),
  ).rejects.toThrow('ECONNREFUSED');
});

/** A server that speaks just enough SMTP (RFC 5321) to take one mail. */
async function smtpServer(heard: string[]): Promise<Server> {
  const server = createServer((socket) => converse(socket, heard));
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
  return server;
}

function converse(socket: Socket, heard: string[]): void {
  let inData = false;
  let rest = '';
  socket.write('220 test\r\n');
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString()).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      heard.push(line);
      if (inData && line !== '.') continue;
      inData = line === 'DATA';
      if (inData) socket.write('354 go on\r\n');
      else if (line === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('250 ok\r\n');
    }
  });
}

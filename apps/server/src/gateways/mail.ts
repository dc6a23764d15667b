import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';

/** One plain-text mail. */
export interface MailMessage {
  /** Names the files of a mailbox folder and the Message-ID. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Where mail goes out. */
export interface MailGateway {
  /** Resolves once the mail is handed over; rejects when it may be tried again. */
  readonly send: (message: MailMessage) => Promise<void>;
}

/** How mail leaves: an SMTP server, or a folder when there is none. */
export interface MailOptions {
  /** Such as `smtps://user:password@mail.example.com`; null to write into `folder`. */
  readonly smtpUrl: string | null;
  readonly folder: string;
  /** Such as `Marquee <marquee@example.com>`. */
  readonly from: string;
}

/** Mail by SMTP when configured; else each mail becomes `<id>.eml` and `<id>.json` in the mailbox folder. */
export function mailGateway(options: MailOptions): MailGateway {
  return options.smtpUrl === null ? folderMail(options) : smtpMail(options.smtpUrl, options.from);
}

function smtpMail(url: string, from: string): MailGateway {
  // A mail's lease is two minutes: a server that hangs must fail well before it, else the mail goes out twice.
  const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
  const transport = createTransport({ url, ...timeouts });
  return {
    async send(message) {
      await transport.sendMail(composed(message, from));
    },
  };
}

function folderMail({ folder, from }: MailOptions): MailGateway {
  const transport = createTransport({ streamTransport: true, buffer: true });
  return {
    async send(message) {
      const { message: eml } = await transport.sendMail(composed(message, from));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      if (!Buffer.isBuffer(eml)) throw new Error('nodemailer gave a stream although a buffer was asked for');
      await writeWhole(join(folder, `${message.id}.eml`), eml);
      await writeWhole(join(folder, `${message.id}.json`), `${JSON.stringify({ from, ...message }, null, 2)}\n`);
    },
  };
}

function composed({ id, to, subject, text }: MailMessage, from: string) {
  // Given as an object, an address is never parsed as a list: nobody adds recipients to it.
  return { from, to: { name: '', address: to }, subject, text, messageId: `<${id}@marquee>` };
}

// Readers of the folder see whole files only. Mails hold links that let people in: nobody else may read them.
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await writeFile(`${path}.part`, content, { mode: 0o600 });
  await rename(`${path}.part`, path);
}

import { sessionOperations, type Notice, type SessionCall, type Theme } from '../ipc.ts';
import { consolePath, externalUrl, isAppUrl } from './paths.ts';

/** The frame that a message came from, as Electron describes it; null when it has gone by now. */
export interface SenderFrame {
  readonly url: string;
  readonly isMain: boolean;
}

/** Whether a message may be acted on: only the window's own page speaks, never a frame inside it or a page of elsewhere. */
export function isTrustedSender(frame: SenderFrame | null): boolean {
  return frame !== null && frame.isMain && isAppUrl(frame.url);
}

/** A message that is not what its channel carries. */
export class WrongMessage extends Error {}

/** An address to connect to, as somebody typed it. */
export function parseTypedUrl(value: unknown): string {
  return text(value, 'An address', 2000);
}

/** An address to open outside. */
export function parseExternalUrl(value: unknown): string {
  const url = externalUrl(text(value, 'An address', 4096));
  if (url === null) throw new WrongMessage('Only https and mailto addresses are opened outside');
  return url;
}

/** Text for the clipboard. */
export function parseCopied(value: unknown): string {
  return text(value, 'The copied text', 1_000_000);
}

/** A call that begins, renews or ends a session. */
export function parseSessionCall(value: unknown): SessionCall {
  const { operation, body } = record(value);
  const known = sessionOperations.find((each) => each === operation);
  if (known === undefined) throw new WrongMessage('This operation does not concern the session');
  return { operation: known, body: text(body, 'The input', 20_000) };
}

/** A notice to show. */
export function parseNotice(value: unknown): Notice {
  const { title, body, path } = record(value);
  const checked = consolePath(text(path, 'The path', 2000));
  if (checked === null) throw new WrongMessage('The path is none of the console');
  return { title: text(title, 'The title', 200), body: text(body, 'The body', 1000), path: checked };
}

/** A share of the work that is done. */
export function parseProgress(value: unknown): number | null {
  if (value === null) return null;
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new WrongMessage('Progress goes from 0 to 1');
}

/** What the console looks like. */
export function parseTheme(value: unknown): Theme {
  if (value === 'light' || value === 'dark' || value === 'auto') return value;
  throw new WrongMessage('There is no such theme');
}

/** A message without content. */
export function parseNothing(value: unknown): void {
  if (value !== undefined) throw new WrongMessage('Nothing was expected');
}

function text(value: unknown, what: string, lengthMax: number): string {
  if (typeof value === 'string' && value.length <= lengthMax) return value;
  throw new WrongMessage(`${what} is text of at most ${lengthMax} characters`);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new WrongMessage('An object was expected');
}

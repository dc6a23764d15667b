import type { AsSystem } from '../database/database.ts';
import { hookSender, type HookSender } from './twilio.store.ts';

/** What a callback says of whose it is. */
export interface CallbackAddress {
  readonly phone: string | null;
  readonly accountSid: string | null;
}

/** Senders by number, remembered for a few seconds: a campaign's receipts come by thousands, all about one sender. */
export interface SenderMemory {
  readonly remembered: (address: CallbackAddress) => HookSender | undefined;
  /** Asks the database, and remembers what it says. */
  readonly look: (address: CallbackAddress) => Promise<HookSender | undefined>;
}

const forMs = 5000;
const sendersMax = 1000;

/** An empty memory. */
export function senderMemory({
  asSystem,
  now,
}: {
  readonly asSystem: AsSystem;
  readonly now: () => Date;
}): SenderMemory {
  const known = new Map<string, { readonly sender: HookSender; readonly untilMs: number }>();
  const keyOf = ({ phone, accountSid }: CallbackAddress) => `${phone} ${accountSid}`;
  return {
    remembered(address) {
      const entry = known.get(keyOf(address));
      return entry !== undefined && now().getTime() < entry.untilMs ? entry.sender : undefined;
    },
    async look(address) {
      const sender = await asSystem('find the workspace of a callback', (db) => hookSender(db, address));
      if (known.size >= sendersMax) known.clear();
      if (sender === undefined) known.delete(keyOf(address));
      else known.set(keyOf(address), { sender, untilMs: now().getTime() + forMs });
      return sender;
    },
  };
}

import { ruleMatches, type Behaviour, type BehaviourRule } from './behaviour/behaviour.ts';
import { specialRecipient } from './behaviour/special-numbers.ts';
import { callbacksStore, type CallbacksStore } from './ledger/callbacks.store.ts';
import { configurationStore, type ConfigurationStore } from './ledger/configuration.store.ts';
import { countsStore, type CountsStore } from './ledger/counts.store.ts';
import { rulesStore, type NewRule } from './ledger/rules.store.ts';
import type { Ledger } from './ledger/ledger.ts';
import { messagesStore, type MessagesStore } from './ledger/messages.store.ts';
import { whatsappStore, type WhatsappNumber, type WhatsappStore } from './ledger/whatsapp.store.ts';
import type { Clock } from './lib/clock.ts';
import type { Settings } from './settings.ts';

/** The ledger with its statements, and what is read from it so often that it is kept in memory. */
export interface Exchange {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly messages: MessagesStore;
  readonly callbacks: CallbacksStore;
  readonly configuration: ConfigurationStore;
  readonly counts: CountsStore;
  readonly whatsapp: WhatsappStore;
  /** The WhatsApp number with an id. */
  readonly whatsappNumber: (phoneNumberId: string) => WhatsappNumber | null;
  readonly whatsappNumbers: () => readonly WhatsappNumber[];
  readonly putWhatsappNumber: (number: WhatsappNumber) => Promise<void>;
  readonly settings: () => Settings;
  readonly changeSettings: (change: Partial<Settings>) => Promise<Settings>;
  readonly tokenOf: (accountSid: string) => string | null;
  readonly firstAccount: () => string;
  readonly putAccount: (sid: string, token: string) => Promise<void>;
  readonly rules: () => readonly BehaviourRule[];
  readonly addRule: (rule: NewRule) => Promise<BehaviourRule>;
  /** Null deletes every rule; answers how many there were. */
  readonly deleteRules: (id: number | null) => Promise<number>;
  /** What happens to a message; uses up one match of each counted rule. Later rules win over earlier ones. */
  readonly behaviourFor: (message: { to: string; from: string }) => Behaviour;
}

/** Opens the exchange on a ledger; stored settings win over the given ones, given accounts over stored ones. */
export function openExchange(ledger: Ledger, start: ExchangeStart): Exchange {
  const configuration = configurationStore(ledger.db);
  const kept = rulesStore(ledger.db);
  for (const [sid, token] of start.accounts) configuration.putAccount(sid, token);
  const accounts = configuration.accounts();
  const stored = configuration.setting(settingsName);
  // Only changeSettings writes it, from input that the route's JSON schema has checked.
  let settings: Settings = { ...start.settings, ...(stored === null ? {} : (JSON.parse(stored) as Partial<Settings>)) };
  let rules = kept.rules();
  return {
    ledger,
    clock: start.clock,
    messages: messagesStore(ledger.db),
    callbacks: callbacksStore(ledger.db),
    configuration,
    counts: countsStore(ledger.db),
    ...whatsappSide(ledger, start.whatsappNumbers),
    settings: () => settings,
    changeSettings: async (change) => {
      const before = configuration.setting(settingsName);
      const overrides: object = { ...(before === null ? {} : JSON.parse(before)), ...change };
      settings = { ...settings, ...change };
      await ledger.write(() => configuration.putSetting(settingsName, JSON.stringify(overrides)));
      return settings;
    },
    tokenOf: (sid) => accounts.get(sid) ?? null,
    firstAccount: () => accounts.keys().next().value ?? '',
    putAccount: async (sid, token) => {
      accounts.set(sid, token);
      await ledger.write(() => configuration.putAccount(sid, token));
    },
    rules: () => rules,
    addRule: async (rule) => {
      const id = await ledger.write(() => kept.insertRule(rule));
      const added = { ...rule, id };
      rules = [...rules, added];
      return added;
    },
    deleteRules: async (id) => {
      rules = id === null ? [] : rules.filter((rule) => rule.id !== id);
      return ledger.write(() => kept.deleteRules(id));
    },
    behaviourFor: (message) => {
      const matching = rules.filter((rule) => ruleMatches(rule, message, start.clock.nowMs()));
      const counted = matching.flatMap((rule) =>
        rule.remaining === null ? [] : [{ ...rule, remaining: rule.remaining - 1 }],
      );
      if (counted.length > 0) {
        rules = rules.map((rule) => counted.find((used) => used.id === rule.id) ?? rule);
        void ledger.write(() => counted.forEach((rule) => kept.setRemaining(rule.id, rule.remaining)));
      }
      return matching.reduce<Behaviour>((sum, rule) => ({ ...sum, ...rule.behaviour }), specialRecipient(message.to));
    },
  };
}

function whatsappSide(
  ledger: Ledger,
  given: readonly WhatsappNumber[],
): Pick<Exchange, 'whatsapp' | 'whatsappNumber' | 'whatsappNumbers' | 'putWhatsappNumber'> {
  const whatsapp = whatsappStore(ledger.db);
  for (const number of given) whatsapp.putNumber(number);
  const numbers = new Map(whatsapp.numbers().map((number) => [number.phone_number_id, number]));
  return {
    whatsapp,
    whatsappNumber: (id) => numbers.get(id) ?? null,
    whatsappNumbers: () => [...numbers.values()],
    putWhatsappNumber: async (number) => {
      numbers.set(number.phone_number_id, number);
      await ledger.write(() => whatsapp.putNumber(number));
    },
  };
}

/** What an exchange starts from. */
export interface ExchangeStart {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly accounts: ReadonlyMap<string, string>;
  readonly whatsappNumbers: readonly WhatsappNumber[];
}

const settingsName = 'settings';

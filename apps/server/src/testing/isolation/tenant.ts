import { randomBytes } from 'node:crypto';
import type { AsSystem } from '../../database/database.ts';
import type { Member } from '../../kernel/context.ts';
import { scopesOfRole } from '@marquee/api/scopes';
import type { OperationName } from '../operation-names.ts';
import type { InputOf, OutputOf, RawCall, TestServices } from '../services.ts';

/** A number of a workspace's own, as hooks know it. */
export interface TenantSender {
  readonly sender_id: string;
  readonly phone_e164: string;
  readonly account_sid: string;
  readonly auth_token: string;
}

/** A complete workspace with its owner, who can call everything. */
export interface Tenant {
  /** In every name and text of this workspace. */
  readonly word: string;
  readonly workspaceId: string;
  readonly email: string;
  readonly password: string;
  readonly bearer: string;
  /** The owner as the invoker sees them. */
  readonly owner: Member;
  readonly sender: TenantSender;
  readonly segmentId: string;
  readonly templateId: string;
  readonly asSystem: AsSystem;
  readonly call: <Name extends OperationName>(name: Name, input: InputOf<Name>) => Promise<OutputOf<Name>>;
  /** Calls a raw operation and reads its whole answer. */
  readonly callRaw: (name: OperationName, call: RawCall) => Promise<string>;
  readonly publish: () => Promise<void>;
  /** A name that nobody has. */
  readonly newName: () => string;
  /** A phone number that nobody has. */
  readonly newPhone: () => string;
}

/** Which tenant to make. */
export interface TenantPlan {
  readonly word: string;
  readonly areaCode: string;
}

/** Registers a workspace and puts what most others need into it: a sender, a segment, a template, a contact. */
export async function openTenant(
  services: TestServices,
  asSystem: AsSystem,
  { word, areaCode }: TenantPlan,
): Promise<Tenant> {
  const [email, password] = [`owner@${word}.example.com`, `a long sentence about ${word}`];
  const tokens = await services.call('auth.register', {
    email,
    password,
    full_name: `Owner ${word}`,
    workspace_name: `${word} Ltd`,
  });
  const says = { bearer: tokens.access_token };
  const me = await services.call('auth.me', {}, says);
  let last = 0;
  const next = () => (last += 1);
  const phoneOf = (count: number) => `+1${areaCode}2${String(count).padStart(6, '0')}`;
  const newPhone = () => phoneOf(next());
  const newName = () => `${word} ${next()}`;
  const call: Tenant['call'] = (name, input) => services.call(name, input, says);

  const sender = { ...senderOf(word), phone_e164: newPhone() };
  await call('messaging.senders.put', sender);
  await call('messaging.contacts.create', {
    phone_e164: newPhone(),
    consent_state: 'OPT_IN',
    attributes: { city: word },
  });
  const filter_criteria = { attribute: 'city', operator: 'equals', value: word } as const;
  const segment = await call('messaging.segments.create', { name: newName(), filter_criteria });
  const template = await call('messaging.templates.create', { name: newName(), content: 'Hello {city}' });
  return {
    ...{ word, email, password, sender, asSystem, call, newName, newPhone },
    ...{
      workspaceId: tokens.workspace_id,
      segmentId: segment.id,
      templateId: template.id,
      bearer: tokens.access_token,
    },
    owner: {
      ...{ kind: 'user', workspaceId: tokens.workspace_id, userId: me.user.id, apiKeyId: null, sessionId: null },
      ...{ role: 'owner', scopes: scopesOfRole.owner, endsAt: Number.POSITIVE_INFINITY },
    },
    callRaw: async (name, raw) => await textOf((await services.invokeRaw(name, raw, says)).body),
    publish: () => services.publish(),
  };
}

/** A sender's fields besides its number. */
export function senderOf(word: string) {
  return {
    sender_id: `${word}-line`,
    account_sid: `AC${randomBytes(16).toString('hex')}`,
    auth_token: randomBytes(16).toString('hex'),
  };
}

/** A raw answer's body, read to its end. */
export async function textOf(
  body: string | Uint8Array | AsyncIterable<string | Uint8Array> | undefined,
): Promise<string> {
  if (body === undefined || typeof body === 'string') return body ?? '';
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  let text = '';
  for await (const piece of body) text += typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8');
  return text;
}

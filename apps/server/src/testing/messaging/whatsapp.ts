import type { SendOutcome } from '../../gateways/twilio.ts';
import type { OutgoingWhatsapp, WhatsappPlatform, ListedTemplate } from '../../gateways/whatsapp.ts';
import { sha256 } from '../../lib/crypto/crypto.ts';
import { putSender, senderSealContext } from '../../messaging/senders/senders.store.ts';
import type { WhatsappDeps } from '../../messaging/whatsapp/whatsapp-deps.ts';
import { appSecretContext, putWhatsappNumber } from '../../messaging/whatsapp/whatsapp-numbers.store.ts';
import type { Sending } from './sending.ts';

/** Meta as a test wants it: keeps what it was given, and answers as it is told. */
export interface FakePlatform extends WhatsappPlatform {
  readonly sent: OutgoingWhatsapp[];
  /** Decides the next answers; accepts everything when null. */
  answer: ((message: OutgoingWhatsapp) => SendOutcome | Promise<SendOutcome>) | null;
  listed: readonly ListedTemplate[];
}

/** A WhatsApp sender in a sending workspace, and what its activities need. */
export interface WhatsappStage {
  readonly platform: FakePlatform;
  readonly deps: WhatsappDeps;
  readonly phone: string;
  readonly phoneNumberId: string;
  readonly businessAccountId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
}

/** Adds a WhatsApp sender named `whatsapp` to a workspace; `seal` is another server's where that one is to open what it keeps. */
export async function openWhatsapp(
  sending: Sending,
  {
    ratePerSecond = 1000,
    seal = sending.seal,
  }: { readonly ratePerSecond?: number; readonly seal?: Sending['seal'] } = {},
): Promise<WhatsappStage> {
  const { workspaceId, deps } = sending;
  const digits = String(Number.parseInt(workspaceId.slice(-8), 16)).padStart(10, '1');
  const number = { phoneNumberId: `1${digits}`, businessAccountId: `2${digits}`, phone: sending.phone };
  const [appSecret, verifyToken] = [`app ${workspaceId}`, `verify ${workspaceId}`];
  const at = '2026-03-01T00:00:00.000Z';
  const key = { workspaceId, senderId: 'whatsapp' };
  await sending.inWorkspace(async (db) => {
    await putSender(db, {
      ...{ workspace_id: workspaceId, sender_id: 'whatsapp', kind: 'whatsapp', phone_e164: number.phone },
      ...{ account_sid: number.businessAccountId, base_url: 'http://127.0.0.1:1', simulated: true },
      ...{ rate_per_second: ratePerSecond, burst: ratePerSecond, created_at: at, updated_at: at },
      auth_token_sealed: seal('a token', senderSealContext(key)),
    });
    await putWhatsappNumber(db, key, {
      ...{ phone_number_id: number.phoneNumberId, business_account_id: number.businessAccountId, api_version: 'v24.0' },
      app_secret_sealed: seal(appSecret, appSecretContext(key)),
      verify_token_sha256: sha256(verifyToken),
    });
  });
  const platform = fakePlatform();
  return {
    ...number,
    appSecret,
    verifyToken,
    platform,
    deps: { ...deps, whatsappFor: () => platform, silenceMs: 60_000 },
  };
}

function fakePlatform(): FakePlatform {
  const platform: FakePlatform = {
    ...{ sent: [], listed: [], answer: null },
    async send(message) {
      platform.sent.push(message);
      const accepted = {
        kind: 'accepted',
        sid: `wamid.${platform.sent.length}.${message.messageId}`,
        status: 'accepted',
      } as const;
      return (await platform.answer?.(message)) ?? accepted;
    },
    createTemplate: async ({ name }) => ({ kind: 'created', id: name, status: 'PENDING', category: null }),
    async *templates(name) {
      yield platform.listed.filter((each) => name === null || each.name.includes(name));
    },
  };
  return platform;
}

import pino from 'pino';
import { deliverMail } from '../../auth/mail/deliver-mail.ts';
import { openTestDatabase, type TestDatabase } from '../database.ts';
import type { CallInput } from '../isolation/fixtures/fixture.ts';
import { fixtures } from '../isolation/fixtures/fixtures.ts';
import { openTenant, type Tenant } from '../isolation/tenant.ts';
import type { OperationName } from '../operation-names.ts';
import { openLiveServer } from './live-server.ts';

/** One call that works, and the token it is made with; null where nobody signs in. */
export interface StagedCall {
  readonly input: object;
  readonly bearer: string | null;
}

/** A server on loopback with a workspace of everything, and a call that works for each operation. */
export interface DoorsStage extends AsyncDisposable {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Makes what the operation needs, anew each time, and answers a call that works. Raw operations give a raw call. */
  given(name: OperationName): Promise<StagedCall>;
  /** Makes something happen, which its event tells. */
  makeEvent(): Promise<void>;
}

/** Opens the stage; the database is closed with it. */
export async function openDoorsStage(): Promise<DoorsStage> {
  await using stack = new AsyncDisposableStack();
  const db = stack.use(await openTestDatabase());
  const server = stack.use(await openLiveServer(db));
  const a = await openTenant(server.services, db.asSystem, { word: 'alder', areaCode: '415' });
  const b = await openTenant(server.services, db.asSystem, { word: 'birch', areaCode: '628' });
  const owned = stack.move();
  return {
    url: server.url,
    async given(name) {
      const own = unowned[name];
      if (own !== undefined) return await own({ db, tenant: a });
      return { input: await inputOf(name, { a, b }), bearer: a.bearer };
    },
    async makeEvent() {
      await a.call('messaging.contacts.create', { phone_e164: a.newPhone(), consent_state: 'OPT_IN' });
      await a.publish();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function inputOf(name: OperationName, { a, b }: { readonly a: Tenant; readonly b: Tenant }): Promise<CallInput> {
  const fixture = fixtures[name];
  switch (fixture.kind) {
    case 'record':
      return (await fixture.given(a)).input;
    case 'collection':
      return (await fixture.given(a, b)).input;
    case 'create':
      return (await fixture.given(a, a)).input;
    case 'stream':
      return (await fixture.given(a, b)).input;
    case 'hook':
      return (await fixture.given(a, b)).own;
    case 'unowned':
      throw new Error(`${name} belongs to no workspace: say in doors-stage.ts how it is called`);
  }
}

interface Scene {
  readonly db: TestDatabase;
  readonly tenant: Tenant;
}

const nothing = async (): Promise<StagedCall> => ({ input: {}, bearer: null });
const nothingRaw = async (): Promise<StagedCall> => ({ input: { params: {} }, bearer: null });

/** Calls of operations that belong to no workspace, which no isolation fixture makes. */
const unowned: Partial<Record<OperationName, (scene: Scene) => Promise<StagedCall>>> = {
  'system.health': nothing,
  'system.ready': nothing,
  'system.live': nothing,
  'system.metrics': nothingRaw,
  'system.openapi': nothingRaw,
  'metrics.performance.get': async ({ tenant }) => ({ input: {}, bearer: tenant.bearer }),
  'workspace.limits.get': async ({ tenant }) => ({ input: {}, bearer: tenant.bearer }),
  'auth.register': async ({ tenant }) => ({ input: registrationOf(tenant), bearer: null }),
  'auth.login': async ({ tenant: { email, password } }) => ({ input: { email, password }, bearer: null }),
  'auth.refresh': async ({ tenant }) => {
    const { refresh_token } = await signIn(tenant);
    return { input: { refresh_token }, bearer: null };
  },
  'auth.logout': async ({ tenant }) => {
    const { access_token, refresh_token } = await signIn(tenant);
    return { input: { refresh_token }, bearer: access_token };
  },
  'auth.forgotPassword': async ({ tenant: { email } }) => ({ input: { email }, bearer: null }),
  'auth.resetPassword': async ({ db, tenant }) => {
    const { email } = registrationOf(tenant);
    await tenant.call('auth.register', { ...registrationOf(tenant), email });
    await tenant.call('auth.forgotPassword', { email });
    const token = await mailedToken(db, email);
    return { input: { token, new_password: 'quite another long sentence' }, bearer: null };
  },
  'auth.acceptInvite': async ({ db, tenant }) => {
    const { email } = registrationOf(tenant);
    await tenant.call('workspace.members.invite', { email });
    const token = await mailedToken(db, email);
    return { input: { token, full_name: 'Invited', password: 'quite another long sentence' }, bearer: null };
  },
};

function registrationOf(tenant: Tenant) {
  const name = tenant.newName();
  return {
    email: `${name.replace(' ', '.')}@example.com`,
    password: 'a long sentence of somebody new',
    full_name: name,
    workspace_name: name,
  };
}

async function signIn({ call, email, password }: Tenant) {
  const signedIn = await call('auth.login', { email, password });
  return { access_token: signedIn.access_token, refresh_token: signedIn.refresh_token ?? '' };
}

/** Delivers waiting mail and takes the token from the last one to an address. */
async function mailedToken({ asSystem }: TestDatabase, email: string): Promise<string> {
  const sent: { readonly to: string; readonly text: string }[] = [];
  const mail = { send: async (message: { readonly to: string; readonly text: string }) => void sent.push(message) };
  const log = pino({ level: 'silent' });
  await deliverMail({ asSystem, mail, now: () => new Date(), log, publicUrl: 'https://marquee.example.com' });
  const text = sent.findLast(({ to }) => to === email)?.text ?? '';
  const token = /mq_(?:reset|invite)_[\w-]+/.exec(text)?.[0];
  if (token === undefined) throw new Error(`no mail to ${email} held a token`);
  return token;
}

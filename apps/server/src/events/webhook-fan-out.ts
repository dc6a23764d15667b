import type { Logger } from 'pino';
import { wantsEvent } from '@marquee/rules/events/webhook-retry';
import type { AsSystem, AsWorkspace } from '../database/database.ts';
import type { Clock } from '../lib/clock.ts';
import { wokenLoop, type WokenLoop } from '../lib/woken-loop.ts';
import { readEvents } from './log.store.ts';
import { insertDeliveries } from './webhook-deliveries.store.ts';
import { newDelivery } from './webhook-delivery.ts';
import { lockWebhook, updateWebhook, webhooksBehind, type WebhookRow } from './webhooks.store.ts';

/** What the fan-out works with. */
export interface FanOutDeps {
  readonly asSystem: AsSystem;
  readonly asWorkspace: AsWorkspace;
  readonly now: Clock;
  readonly newId: () => string;
  readonly log: Logger;
  /** Wakes the dispatcher: deliveries were promised. */
  readonly wakeCommands: () => void;
}

const webhooksMax = 100;
const eventsMax = 500;

/** Makes a delivery of every published event for every endpoint that wants it, for as long as it lives. */
export function startFanOut(deps: FanOutDeps): WokenLoop {
  return wokenLoop({
    work: async () => ((await fanOut(deps)) > 0 ? 0 : null),
    everyMs: 500,
    onError: (error) => deps.log.warn({ err: error }, 'events could not be handed to webhooks; trying again'),
  });
}

/**
 * One round. It reads the published log, whose sequence is given after commit, and moves the endpoint's cursor in the transaction
 * that makes the deliveries: no crash and no number of processes lets an event be left out or made twice.
 *
 * @returns how many endpoints were behind
 */
export async function fanOut(deps: FanOutDeps): Promise<number> {
  const behind = await deps.asSystem('webhooks that are behind', (db) => webhooksBehind(db, webhooksMax));
  for (const webhook of behind) await advance(deps, webhook);
  if (behind.length > 0) deps.wakeCommands();
  return behind.length;
}

async function advance(
  { asWorkspace, now, newId }: FanOutDeps,
  { workspace_id: workspaceId, id }: Pick<WebhookRow, 'workspace_id' | 'id'>,
): Promise<void> {
  await asWorkspace(workspaceId, async (db) => {
    const webhook = await lockWebhook(db, workspaceId, id);
    if (webhook?.status !== 'active') return;
    const query = { workspaceId, scopes: webhook.scopes, afterSequence: webhook.cursor };
    const { events, lastSequence } = await readEvents(db, query, eventsMax);
    const at = now().toISOString();
    const rows = events
      .filter(({ name }) => wantsEvent(webhook.event_names, name))
      .map((event) => newDelivery(webhook, event, { id: newId(), at }));
    await insertDeliveries(db, rows, newId);
    // A page that is not full has seen everything up to the log's end, also what this endpoint may not see.
    const cursor = events.length < eventsMax ? lastSequence : (events.at(-1)?.sequence ?? lastSequence);
    await updateWebhook(db, webhook, { cursor });
  });
}

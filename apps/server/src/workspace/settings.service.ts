import type { settings } from '@marquee/api/workspace/settings.contract';
import type { Implements, Inside } from '../kernel/context.ts';
import { daysOfMetrics } from '../metrics/catalog/metric-types.store.ts';
import { senderById } from '../messaging/senders/senders.store.ts';
import { readWorkspace, updateWorkspace, type WorkspaceRow } from './settings.store.ts';

/** What settings need. */
export interface SettingsDeps {
  /** Whether the server lets workspaces reach private network addresses; never on a server that strangers share. */
  readonly privateLinksPermitted: boolean;
}

/** The workspace's own settings. */
export function settingsService({ privateLinksPermitted }: SettingsDeps): Implements<typeof settings> {
  return {
    get: (_input, ctx) => current(ctx),

    async update({ name, time_zone, ...stored }, ctx) {
      const { workspaceId } = ctx.caller;
      const sender = stored.default_sender_id ?? null;
      if (sender !== null && (await senderById(ctx.db, workspaceId, sender)) === undefined) {
        return ctx.fail('unprocessable', `This workspace has no sender ${sender}; add it before making it the default`);
      }
      if (stored.allow_private_links === true && !privateLinksPermitted) {
        return ctx.fail('unprocessable', 'This server does not let workspaces reach private network addresses');
      }
      const given = defined(stored);
      await updateWorkspace(ctx.db, workspaceId, { name, time_zone, stored: given });
      if (time_zone !== undefined) await ctx.start(daysOfMetrics(workspaceId, ctx.newId()));
      ctx.audit({ changed: Object.keys({ ...defined({ name, time_zone }), ...given }).join(' ') });
      return await current(ctx);
    },
  };
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

async function current({ db, caller }: Inside): Promise<WorkspaceRow> {
  const row = await readWorkspace(db, caller.workspaceId);
  if (row === undefined) throw new Error(`the caller's workspace ${caller.workspaceId} is gone`);
  return row;
}

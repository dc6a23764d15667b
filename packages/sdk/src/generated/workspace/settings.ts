// Made from the contract by `npm run generate`; do not edit.

import { Resource } from '../../calls/resource.ts';
import type { ApiPromise, RequestOptions } from '../../calls/resource.ts';
import type { FrequencyCap } from '../schemas.ts';

/** `marquee.workspace.settings`: get, update. */
export class Settings extends Resource {
  /**
   * Read the workspace settings.
   *
   * @example
   * const workspaceSettings = await marquee.workspace.settings.get();
   */
  get(options?: RequestOptions): ApiPromise<WorkspaceSettings> {
    return this.client.call('GET /workspace/settings', {}, options);
  }

  /**
   * Change workspace settings.
   *
   * Only the fields given change; null takes a default away.
   *
   * @throws {UnprocessableError}
   * @example
   * const workspaceSettings = await marquee.workspace.settings.update({ name: 'Analytical Engines' });
   */
  update(params: WorkspaceSettingsUpdateParams, options?: RequestOptions): ApiPromise<WorkspaceSettings> {
    return this.client.call('PUT /workspace/settings', { body: params }, options);
  }
}

/** Local hours without messages, `[start, end)`; may wrap midnight; start = end means none */
export interface DefaultQuietHours {
  /** Local time of day, `HH:MM` on a 24-hour clock. */
  start: string;
  /** Local time of day, `HH:MM` on a 24-hour clock. */
  end: string;
}

/** A workspace’s name, clock and defaults */
export interface WorkspaceSettings {
  /** Workspace id. */
  workspace_id: string;
  /** Name of the workspace. */
  name: string;
  /** IANA time zone of days, reports and schedules. */
  time_zone: string;
  /** A workspace with made-up data. */
  is_demo: boolean;
  /** Quiet hours of campaigns that state none; null for none. */
  default_quiet_hours: DefaultQuietHours | null;
  /** Over all campaigns; null for none. */
  frequency_cap: FrequencyCap | null;
  /** Sender of campaigns that state none. */
  default_sender_id: string | null;
  /** Whether webhooks and base URLs may point at private network addresses; for servers inside a company network. */
  allow_private_links: boolean;
  /** Instant in UTC, ISO 8601. */
  created_at: string;
}

export interface WorkspaceSettingsUpdateParams {
  /** Name of the workspace. At most 120 characters. */
  name?: string | undefined;
  /** IANA time zone, such as `America/New_York`. At most 64 characters. */
  time_zone?: string | undefined;
  /** Quiet hours of campaigns that state none; null for none. */
  default_quiet_hours?: DefaultQuietHours | null | undefined;
  /** Over all campaigns; null for none. */
  frequency_cap?: FrequencyCap | null | undefined;
  /** Sender of campaigns that state none. At most 63 characters. */
  default_sender_id?: string | null | undefined;
  /** Whether webhooks and base URLs may point at private network addresses; for servers inside a company network. */
  allow_private_links?: boolean | undefined;
}

import type { InputOf, OutputOf } from '../api/operations.ts';

/** What stands in the fields of the workspace's settings; fields hold text. */
export interface SettingsFields {
  readonly name: string;
  readonly time_zone: string;
  readonly default_quiet_hours: { readonly start: string; readonly end: string };
  readonly allow_private_links: boolean;
  readonly frequency_cap: { readonly messages: string; readonly days: string };
}

/** The settings as they stand, in fields. */
export function settingsFields(settings: OutputOf<'workspace.settings.get'>): SettingsFields {
  const { name, time_zone, default_quiet_hours: quiet, frequency_cap: cap } = settings;
  return {
    name,
    time_zone,
    default_quiet_hours: { start: quiet?.start ?? '', end: quiet?.end ?? '' },
    allow_private_links: settings.allow_private_links,
    frequency_cap: { messages: String(cap?.messages ?? ''), days: String(cap?.days ?? '') },
  };
}

/** What changing them takes: a pair that is empty takes the default away. */
export function settingsInput({
  name,
  time_zone,
  default_quiet_hours: quiet,
  frequency_cap: cap,
  allow_private_links,
}: SettingsFields): InputOf<'workspace.settings.update'> {
  return {
    name,
    time_zone,
    allow_private_links,
    default_quiet_hours: quiet.start === '' && quiet.end === '' ? null : quiet,
    frequency_cap:
      cap.messages === '' && cap.days === '' ? null : { messages: Number(cap.messages), days: Number(cap.days) },
  };
}

import type { EventName, MarqueeEvent } from '../generated/events/kinds.ts';
import type { LoggedEvent } from '../generated/events/schemas.ts';

/**
 * Whether an event is of one of these kinds; then the type of its `data` is known.
 *
 * @example
 * if (isEvent(event, 'messaging.campaigns.completed')) console.log(event.data.campaign_id);
 */
export function isEvent<Name extends EventName>(
  event: LoggedEvent,
  ...names: readonly Name[]
): event is Extract<MarqueeEvent, { name: Name }> {
  return names.some((name) => name === event.name);
}

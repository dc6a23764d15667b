import { isTimeZone } from '../../time/local-time.ts';
import { zonesOfPhone } from './phone-zones.ts';

/** What is known of where a recipient is. */
export interface WhereRecipientIs {
  readonly contactZone: string | null;
  /** E.164. */
  readonly phone: string;
  readonly campaignZone: string | null;
  readonly workspaceZone: string;
}

/**
 * The zones in which a recipient's quiet hours are read; a send must be open in all of them. The contact's own
 * zone, else those of the number, else the campaign's, else the workspace's; unknown names are passed over.
 *
 * Source: FCC 2012 TCPA order (area code as evidence of local time) with the contact's stated zone first.
 */
export function zonesFor(where: WhereRecipientIs): readonly string[] {
  if (where.contactZone !== null && isTimeZone(where.contactZone)) return [where.contactZone];
  const ofNumber = zonesOfPhone(where.phone);
  if (ofNumber.length > 0) return ofNumber;
  if (where.campaignZone !== null && isTimeZone(where.campaignZone)) return [where.campaignZone];
  return [where.workspaceZone];
}

// Made from the contract by `npm run generate`; do not edit.

/** One thing that happened in the workspace: ids and states; read the record for the rest */
export interface LoggedEvent {
  /** Position in the workspace: rising by one, without gaps. */
  sequence: number;
  /** Event id. */
  id: string;
  /** `domain.resource.past_tense_verb`. */
  name: string;
  /** Instant in UTC, ISO 8601. */
  at: string;
  /** Ids and states, as the event of that name declares. */
  data: Record<string, unknown>;
}

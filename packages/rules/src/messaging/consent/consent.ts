/** A contact's consent, as the messaging document writes it. STOP is the person's or provider's own word. */
export type ConsentState = 'OPT_IN' | 'OPT_OUT' | 'STOP';

/** Where a consent change comes from. */
export type ConsentSource = 'keyword' | 'operator' | 'provider' | 'api' | 'import' | 'compat';

/** What shows that the person agreed: a note, or facts such as form, wording and address. */
export type ConsentEvidence = string | Readonly<Record<string, unknown>> | null;

/** The standing row of the consent ledger. */
export interface ConsentEntry {
  readonly state: ConsentState;
  readonly source: ConsentSource;
  readonly evidence?: ConsentEvidence;
}

/** A change that someone asks for. */
export interface ConsentChange {
  readonly state: ConsentState;
  readonly source: ConsentSource;
  /** What the caller gave; null or absent when the change is only attested by who made it. */
  readonly evidence?: ConsentEvidence;
}

/** Why a consent change is refused. */
export type ConsentRefusal =
  | 'import_cannot_lift_stop'
  | 'only_keyword_stop'
  | 'nothing_to_lift'
  | 'evidence_missing'
  | 'stop_stands';

/** Whether a change may be appended to the ledger. */
export type ConsentDecision = { readonly allowed: true } | { readonly allowed: false; readonly reason: ConsentRefusal };

/**
 * Decides whether a change of consent may be appended to the ledger.
 *
 * Withdrawal is always allowed, but never weakens a standing STOP (`stop_stands`: nothing to write). START lifts a
 * keyword STOP and nothing else. An import never lifts a STOP; anyone else needs evidence that is new.
 *
 * Source: 47 CFR § 64.1200(a)(10) and (f)(9), GDPR Art. 7(1) and 7(3); Twilio's opt-out handling for START.
 */
export function decideConsent(current: ConsentEntry | null, change: ConsentChange): ConsentDecision {
  const stopped = current?.state === 'STOP';
  switch (change.state) {
    case 'STOP':
      return stopped && change.source === 'keyword' && current.source !== 'keyword' ? refused('stop_stands') : allowed;
    case 'OPT_OUT':
      return stopped ? refused('stop_stands') : allowed;
    case 'OPT_IN':
      if (change.source === 'keyword') return decideStart(current);
      return stopped ? decideLift(current, change) : allowed;
  }
}

/** Whether a contact may be sent anything: opted in, and not on the suppression list that outlives deletion. */
export function mayReceive(state: ConsentState | null, suppressed: boolean): boolean {
  return state === 'OPT_IN' && !suppressed;
}

const allowed: ConsentDecision = { allowed: true };

function refused(reason: ConsentRefusal): ConsentDecision {
  return { allowed: false, reason };
}

function decideStart(current: ConsentEntry | null): ConsentDecision {
  if (current?.state !== 'STOP') return refused('nothing_to_lift');
  return current.source === 'keyword' ? allowed : refused('only_keyword_stop');
}

function decideLift(current: ConsentEntry, change: ConsentChange): ConsentDecision {
  if (change.source === 'import') return refused('import_cannot_lift_stop');
  const given = evidenceText(change.evidence);
  return given === '' || given === evidenceText(current.evidence) ? refused('evidence_missing') : allowed;
}

/** Evidence as comparable text; '' for none. Keys are sorted because the database does not keep their order. */
function evidenceText(evidence: ConsentEvidence | undefined): string {
  if (evidence === null || evidence === undefined) return '';
  if (typeof evidence === 'string') return evidence.trim();
  const facts = Object.entries(evidence).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return facts.length === 0 ? '' : JSON.stringify(facts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

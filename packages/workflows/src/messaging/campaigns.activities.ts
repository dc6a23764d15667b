/** One run of a campaign. Ids only: payloads are kept by the engine and must be erasable. */
export interface CampaignRunRef {
  readonly workspaceId: string;
  readonly campaignId: string;
  readonly run: number;
}

/** What a run does next, decided from its rows. `until` null waits for a signal alone. */
export type CampaignStep =
  | { readonly kind: 'wait'; readonly until: string | null }
  | { readonly kind: 'plan' }
  | { readonly kind: 'freeze' }
  | { readonly kind: 'send'; readonly batches: readonly number[] }
  | { readonly kind: 'reconcile' }
  | { readonly kind: 'ended'; readonly status: string };

/** What the send of a campaign may do to the world. Each can be repeated without sending twice. */
export interface CampaignActivities {
  /** Reads the run's rows, settles what a crash left, and says what comes next. */
  nextCampaignStep(run: CampaignRunRef): Promise<CampaignStep>;
  /** Counts what the run is to do, for its report to be compared with. */
  planCampaign(run: CampaignRunRef): Promise<void>;
  /** Writes the audience down as planned and excluded messages, once. */
  freezeCampaignAudience(run: CampaignRunRef): Promise<void>;
  /** Sends what is due among one batch of recipients. */
  sendCampaignBatch(run: CampaignRunRef & { readonly batch: number }): Promise<void>;
  /** Looks at the carrier for messages whose calls ended without a known answer. */
  reconcileCampaign(run: CampaignRunRef): Promise<void>;
}

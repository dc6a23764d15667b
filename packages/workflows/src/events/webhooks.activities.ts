/** One delivery. Ids only: payloads are kept by the engine and must be erasable. */
export interface WebhookDeliveryRef {
  readonly workspaceId: string;
  readonly deliveryId: string;
}

/** What a delivery may do to the world. */
export interface WebhooksActivities {
  /**
   * Makes one attempt and notes it. May be repeated after a crash: the receiver then sees the same `webhook-id` again.
   *
   * @returns in how many milliseconds to try again; null when the delivery has ended
   */
  attemptWebhookDelivery(ref: WebhookDeliveryRef): Promise<number | null>;
}

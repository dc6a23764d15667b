/** One WhatsApp message. Ids only: payloads are kept by the engine and must be erasable. */
export interface WhatsappMessageRef {
  readonly workspaceId: string;
  readonly messageId: string;
}

/** What sending one WhatsApp message may do to the world. */
export interface WhatsappMessageActivities {
  /**
   * Does what is due about a message: decides, calls once, or looks what became of a call. May be repeated after a crash: a call
   * that somebody began is never made again.
   *
   * @returns in how many milliseconds to come back; null when nothing more is to be done
   */
  attemptWhatsappMessage(ref: WhatsappMessageRef): Promise<number | null>;
}

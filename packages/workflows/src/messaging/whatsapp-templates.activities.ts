/** One WhatsApp template. */
export interface WhatsappTemplateRef {
  readonly workspaceId: string;
  readonly templateId: string;
}

/** What handing a WhatsApp template over may do to the world. */
export interface WhatsappTemplateActivities {
  /**
   * Looks whether the platform has the template, and hands it over if not. May be repeated after a crash.
   *
   * @returns in how many milliseconds to try again; null when the platform has it or refused it
   */
  attemptWhatsappTemplate(ref: WhatsappTemplateRef): Promise<number | null>;
}

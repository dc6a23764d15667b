/** One import. Ids only: payloads are kept by the engine and must be erasable. */
export interface ContactImportRef {
  readonly workspaceId: string;
  readonly importId: string;
  readonly jobId: string;
}

/** What an import may do to the world. */
export interface ContactImportsActivities {
  /** Reads the file from where the import stands to its end, a chunk a transaction. Can be run again after any crash. */
  importContacts(ref: ContactImportRef): Promise<void>;
  /** Notes that an import ended without reaching the end of its file; one that ended already stays as it ended. */
  endContactImport(
    ref: ContactImportRef & { readonly status: 'failed' | 'cancelled'; readonly error: string | null },
  ): Promise<void>;
}

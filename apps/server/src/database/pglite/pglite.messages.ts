/** What the main thread asks of the PGlite thread; messages hold some of them, and answers come in the same groups. */
export type PgliteRequest =
  | { readonly id: number; readonly kind: 'close' }
  | { readonly id: number; readonly kind: 'dump' }
  /** Messages of Postgres' protocol, ending with a Sync; the answer is its answer, to the byte. */
  | { readonly id: number; readonly kind: 'protocol'; readonly bytes: Uint8Array }
  /** Any number of statements without parameters. */
  | { readonly id: number; readonly kind: 'exec'; readonly text: string }
  | { readonly id: number; readonly kind: 'copy'; readonly text: string; readonly payload: string | Uint8Array };

/** What it answers; id 0 says that the database is open. */
export type PgliteAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly error: {
        readonly message: string;
        readonly code: string | undefined;
        readonly constraint: string | undefined;
        readonly detail: string | undefined;
      };
    };

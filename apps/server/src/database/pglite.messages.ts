/** What the main thread asks of the PGlite thread. `before` runs first, in the same message: begin and scope. */
export type PgliteRequest =
  | { readonly id: number; readonly kind: 'close' }
  | { readonly id: number; readonly kind: 'dump' }
  | { readonly id: number; readonly kind: 'exec'; readonly before: string | null; readonly text: string }
  | {
      readonly id: number;
      readonly kind: 'copy';
      readonly before: string | null;
      readonly text: string;
      readonly payload: string;
    }
  | (PgliteQuery & { readonly kind: 'arrays' })
  | (PgliteQuery & { readonly kind: 'objects' });

interface PgliteQuery {
  readonly id: number;
  readonly before: string | null;
  readonly text: string;
  readonly params: readonly unknown[];
}

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

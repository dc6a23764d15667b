import { FailureState, LoadingState } from '../ui/feedback/state.tsx';
import classes from './overview.module.css';

interface Read {
  readonly data: unknown;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/** What a card without lines says: that they have not come yet, that they could not be read, or, once all are known, that there are none. */
export function Nothing({ reads, text }: { readonly reads: readonly Read[]; readonly text: string }) {
  const missing = reads.filter(({ data }) => data === undefined);
  const failed = missing.find(({ isPending }) => !isPending);
  if (failed !== undefined) return <FailureState error={failed.error} onRetry={() => void failed.refetch()} />;
  return missing.length > 0 ? <LoadingState lines={2} /> : <p className={classes['quiet']}>{text}</p>;
}

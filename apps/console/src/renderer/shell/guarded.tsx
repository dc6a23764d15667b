import { Navigate, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession, useSessionActions } from '../api/session-context.tsx';
import { FailureState, LoadingState } from '../ui/state.tsx';

/** Shows what is inside to whoever is signed in; others sign in first and come back to where they were going. */
export function Guarded({ children }: { readonly children: ReactNode }) {
  const { status } = useSession();
  const { restore } = useSessionActions();
  const { href } = useLocation();
  switch (status) {
    case 'signed_in':
      return children;
    case 'restoring':
      return <LoadingState />;
    case 'unreachable':
      return <FailureState error={new TypeError('offline')} onRetry={() => void restore()} />;
    case 'signed_out':
    case 'ended': {
      const search = { ...(href === '/' ? {} : { next: href }), ...(status === 'ended' ? { ended: 'yes' } : {}) };
      return <Navigate to="/sign-in" search={search} replace />;
    }
  }
}

import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { useSession, useSessionActions } from '../api/session-context.tsx';
import { FailureState, LoadingState } from '../ui/feedback/state.tsx';

/** Shows what is inside to whoever is signed in; others sign in first and come back to where they were going. */
export function Guarded({ children }: { readonly children: ReactNode }) {
  const { status } = useSession();
  const { restore } = useSessionActions();
  switch (status) {
    case 'signed_in':
      return children;
    case 'restoring':
      return <LoadingState />;
    case 'unreachable':
      return <FailureState error={new TypeError('offline')} onRetry={() => void restore()} />;
    case 'signed_out':
    case 'ended':
      return <SignInFirst isEnded={status === 'ended'} />;
  }
}

/** Leaves once: while the router is under way, the address is the sign-in's already, and nobody is going there. */
function SignInFirst({ isEnded }: { readonly isEnded: boolean }) {
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    const { href } = router.latestLocation;
    const search = { ...(href === '/' ? {} : { next: href }), ...(isEnded ? { ended: 'yes' } : {}) };
    void navigate({ to: '/sign-in', search, replace: true });
  }, [navigate, router, isEnded]);
  return <LoadingState />;
}

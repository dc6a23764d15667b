import { connect, type StreamingTransport } from '@marquee/sdk/transport';
import { useMemo } from 'react';
import { usePlatform } from '../platform/platform.tsx';
import { useSessionActions } from './session-context.tsx';

/** What files travel over, for the SDK's own classes: tRPC carries none. */
export function useTransport(): StreamingTransport {
  const { token } = useSessionActions();
  const { serverUrl } = usePlatform();
  return useMemo(() => connect({ baseUrl: serverUrl, token }), [serverUrl, token]);
}

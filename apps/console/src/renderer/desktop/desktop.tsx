import { useEffect, useMemo, useState } from 'react';
import type { DesktopBridge, ReadyServer, ServerState } from '../../ipc.ts';
import { App } from '../app.tsx';
import { Appearance } from '../appearance.tsx';
import { BootEnd } from '../boot-end.tsx';
import { desktopPlatform } from '../platform/desktop.ts';
import { StartPage } from './start.page.tsx';

// Before a server is chosen nothing is called; the languages and colours are those of this computer.
const noServer: ReadyServer = { status: 'ready', kind: 'remote', url: '', hasSession: false, keeps: 'memory' };

/** The console on the desktop: the choice of a server first, then the same console as on the web. */
export function Desktop({ bridge }: { readonly bridge: DesktopBridge }) {
  const [state, setState] = useState<ServerState | null>(null);
  useEffect(() => {
    void bridge.server().then(setState);
    return bridge.onServer(setState);
  }, [bridge]);
  const server = state?.status === 'ready' ? state : noServer;
  const platform = useMemo(() => desktopPlatform(bridge, server), [bridge, server]);
  if (state === null) return null;
  if (state.status === 'ready') return <App platform={platform} />;
  return (
    <Appearance platform={platform}>
      <StartPage bridge={bridge} state={state} />
      <BootEnd />
    </Appearance>
  );
}

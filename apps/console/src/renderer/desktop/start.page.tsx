import type { DesktopBridge, ServerState } from '../../ipc.ts';
import { AuthCard } from '../auth/auth-card.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { ConnectForm } from './connect-form.tsx';
import { StartSteps } from './start-steps.tsx';
import { Button } from '@mantine/core';
import classes from './start.module.css';
import { startMessages } from './start.messages.ts';

interface StartPageProps {
  readonly bridge: DesktopBridge;
  readonly state: Exclude<ServerState, { readonly status: 'ready' }>;
}

/** Before the console: where the workspace is, and how far a server on this computer has come. */
export function StartPage({ bridge, state }: StartPageProps) {
  switch (state.status) {
    case 'unchosen':
      return <Choice bridge={bridge} state={state} />;
    case 'starting':
      return <StartSteps bridge={bridge} {...state} />;
    case 'failed':
      return <Failed bridge={bridge} detail={state.detail} />;
  }
}

function Choice({
  bridge,
  state,
}: {
  readonly bridge: DesktopBridge;
  readonly state: StartPageProps['state'] & { readonly status: 'unchosen' };
}) {
  const t = useTexts(startMessages);
  return (
    <AuthCard title={t.title}>
      <h2 className={classes['heading']}>{t.connectTitle}</h2>
      <ConnectForm bridge={bridge} lastUrl={state.lastUrl} />
      <div className={classes['or']} aria-hidden>
        {t.or}
      </div>
      <h2 className={classes['heading']}>{t.localTitle}</h2>
      <p className={classes['text']}>{state.local === 'offered' ? t.localText : t.localMissing}</p>
      {state.local === 'offered' ? (
        <Button variant="default" fullWidth onClick={() => void bridge.runLocally()}>
          {t.runLocally}
        </Button>
      ) : null}
    </AuthCard>
  );
}

function Failed({ bridge, detail }: { readonly bridge: DesktopBridge; readonly detail: string }) {
  const t = useTexts(startMessages);
  return (
    <AuthCard title={t.failedTitle} text={detail === '' ? t.nothingSaid : t.failedText}>
      {detail === '' ? null : (
        // It scrolls, so it can be reached by keys.
        <pre className={classes['detail']} tabIndex={0} role="region" aria-label={t.failedText}>
          {detail}
        </pre>
      )}
      <div className={classes['actions']}>
        <Button variant="default" onClick={() => void bridge.leave()}>
          {t.another}
        </Button>
        <Button onClick={() => void bridge.runLocally()}>{t.again}</Button>
      </div>
    </AuthCard>
  );
}

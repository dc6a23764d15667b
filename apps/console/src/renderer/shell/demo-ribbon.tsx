import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useIdentity } from '../api/session-context.tsx';
import { useRead } from '../api/use-operation.ts';
import { useTexts } from '../i18n/locale.tsx';
import { useToast } from '../ui/feedback/toasts.tsx';
import classes from './shell.module.css';
import { shellMessages } from './shell.messages.ts';

const ResetDemo = lazy(async () => ({ default: (await import('./reset-demo.tsx')).ResetDemo }));
const LeaveDemo = lazy(async () => ({ default: (await import('./leave-demo.tsx')).LeaveDemo }));

type Asked = 'reset' | 'leave';

/** Says that nothing here is real, and offers to begin anew or to go on to a workspace of one's own. */
export function DemoRibbon() {
  const t = useTexts(shellMessages);
  const { scopes } = useIdentity();
  const isResetting = useIsResetting();
  // Loaded when it is first asked for; from then on it is there, so that it closes as dialogs do.
  const [loaded, setLoaded] = useState<readonly Asked[]>([]);
  const [open, setOpen] = useState<Asked | null>(null);
  const ask = (what: Asked) => {
    setLoaded((before) => [...before, what]);
    setOpen(what);
  };
  const close = () => setOpen(null);
  return (
    <div className={classes['demo']} data-demo>
      <span role="status">{isResetting ? t.resettingDemo : t.demo}</span>
      {scopes.includes('workspace:admin') ? (
        // It stays while it cannot be pressed: the focus comes back to it from the dialog.
        <button type="button" aria-disabled={isResetting} onClick={() => (isResetting ? undefined : ask('reset'))}>
          {t.resetDemo}
        </button>
      ) : null}
      <button type="button" onClick={() => ask('leave')}>
        {t.leaveDemo}
      </button>
      <Suspense fallback={null}>
        {loaded.includes('reset') ? <ResetDemo isOpen={open === 'reset'} onClose={close} /> : null}
        {loaded.includes('leave') ? <LeaveDemo isOpen={open === 'leave'} onClose={close} /> : null}
      </Suspense>
    </div>
  );
}

const underWay: readonly string[] = ['queued', 'running', 'waiting_for_engine'];

/** Whether the demo is being reset, by whomever: the read is the tray's, which asks often while something runs. */
function useIsResetting(): boolean {
  const t = useTexts(shellMessages);
  const say = useToast();
  const jobs = useRead('system.jobs.list', { limit: 50 }).data?.items ?? [];
  const isResetting = jobs.some(({ kind, status }) => kind === 'workspace.demo.reset' && underWay.includes(status));
  const wasResetting = useRef(false);
  useEffect(() => {
    if (wasResetting.current && !isResetting) say(t.demoIsReset);
    wasResetting.current = isResetting;
  }, [isResetting, say, t]);
  return isResetting;
}

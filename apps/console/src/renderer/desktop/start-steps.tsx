import { Button, Loader } from '@mantine/core';
import { Check, Circle, TriangleAlert } from 'lucide-react';
import type { DesktopBridge, StartSteps as Steps, StepState } from '../../ipc.ts';
import { AuthCard } from '../auth/auth-card.tsx';
import { useTexts } from '../i18n/locale.tsx';
import classes from './start.module.css';
import { startMessages } from './start.messages.ts';

interface StartStepsProps {
  readonly bridge: DesktopBridge;
  readonly steps: Steps;
  readonly url: string | null;
}

const parts = ['server', 'database', 'engine', 'worker'] as const;

/** How far the server on this computer is, part by part; the console opens by itself when all are there. */
export function StartSteps({ bridge, steps, url }: StartStepsProps) {
  const t = useTexts(startMessages);
  return (
    <AuthCard title={t.startingTitle} text={t.startingText}>
      <ul className={classes['steps']} aria-live="polite">
        {parts.map((part) => (
          <li key={part} className={classes['step']} data-state={steps[part]}>
            <StepIcon state={steps[part]} />
            <span className={classes['name']}>{t[part]}</span>
            <span className={classes['state']}>{t[steps[part]]}</span>
            {part === 'engine' && steps.engineText !== null ? (
              <EngineNote steps={steps} text={steps.engineText} />
            ) : null}
          </li>
        ))}
      </ul>
      <div className={classes['actions']}>
        <Button variant="default" onClick={() => void bridge.leave()}>
          {t.cancel}
        </Button>
        <Button disabled={url === null || steps.database !== 'done'} onClick={() => void bridge.openConsole()}>
          {t.openConsole}
        </Button>
      </div>
    </AuthCard>
  );
}

/** What the engine is doing, or what its absence means and what to do; the server's own words stand behind that. */
function EngineNote({ steps, text }: { readonly steps: Steps; readonly text: string }) {
  const t = useTexts(startMessages);
  if (steps.engine === 'done') return null;
  if (steps.engine !== 'failed') return <span className={classes['note']}>{text}</span>;
  return (
    <div className={classes['note']}>
      {t.engineMissing}
      <details>
        <summary>{t.details}</summary>
        {text}
      </details>
    </div>
  );
}

function StepIcon({ state }: { readonly state: StepState }) {
  switch (state) {
    case 'done':
      return <Check size={16} className={classes['good']} aria-hidden />;
    case 'failed':
      return <TriangleAlert size={16} className={classes['warn']} aria-hidden />;
    case 'running':
      return <Loader size={16} aria-hidden />;
    case 'waiting':
      return <Circle size={16} className={classes['idle']} aria-hidden />;
  }
}

import { failureOf } from '../../api/failure.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { uiMessages } from '../ui.messages.ts';
import classes from './failure-note.module.css';

/** Why a call was refused, beside what made it; nothing without an error. */
export function FailureNote({ error }: { readonly error: unknown }) {
  const t = useTexts(uiMessages);
  if (error === null || error === undefined) return null;
  const { kind, detail } = failureOf(error);
  return (
    <div className={classes['note']} role="alert">
      {kind === 'offline' ? t.offlineTitle : detail || t.failedText}
    </div>
  );
}

import { FlaskConical } from 'lucide-react';
import { useTexts } from '../../i18n/locale.tsx';
import { uiMessages } from '../ui.messages.ts';
import classes from './simulated-mark.module.css';

/** Says that nothing here reached a person. */
export function SimulatedMark() {
  const t = useTexts(uiMessages);
  return (
    <span className={classes['mark']}>
      <FlaskConical size={12} aria-hidden />
      {t.simulated}
    </span>
  );
}

import { Button } from '@mantine/core';
import type { ButtonProps } from '@mantine/core';
import { CloudOff } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { useOfflineSince } from '../../api/live/live-context.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { uiMessages } from '../ui.messages.ts';
import classes from './write-button.module.css';

interface WriteButtonProps extends ButtonProps {
  readonly children: ReactNode;
  readonly type?: 'button' | 'submit';
  readonly onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  readonly 'aria-label'?: string;
  readonly 'data-autofocus'?: boolean;
}

/** Says why nothing can be changed, beside a form's or a dialog's buttons; nothing while the server is there. */
export function OfflineReason() {
  const t = useTexts(uiMessages);
  if (useOfflineSince() === null) return null;
  return (
    <div className={classes['reason']}>
      <CloudOff size={14} aria-hidden />
      {t.offlineWrite}
    </div>
  );
}

/** A button that changes something on the server. Without the server it says why it does nothing, and can still be reached by keys. */
export function WriteButton({ onClick, children, ...rest }: WriteButtonProps) {
  const t = useTexts(uiMessages);
  const isOff = useOfflineSince() !== null;
  if (!isOff) {
    return (
      <Button {...rest} {...(onClick === undefined ? {} : { onClick })}>
        {children}
      </Button>
    );
  }
  return (
    <Button {...rest} type="button" disabled={false} data-disabled aria-disabled title={t.offlineWrite}>
      {children}
      <span className="visually-hidden">{`. ${t.offlineWrite}`}</span>
    </Button>
  );
}

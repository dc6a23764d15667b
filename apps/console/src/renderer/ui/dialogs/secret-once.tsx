import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { usePlatform } from '../../platform/platform.tsx';
import { uiMessages } from '../ui.messages.ts';
import { DialogActions } from './dialog.tsx';
import classes from './secret-once.module.css';

interface SecretOnceProps {
  readonly secret: string;
  /** What it is for, and that it is not shown again. */
  readonly text: string;
  readonly onDone: () => void;
}

/** A secret in its dialog, shown this once. */
export function SecretOnce({ secret, text, onDone }: SecretOnceProps) {
  const t = useTexts(uiMessages);
  const { copy } = usePlatform();
  const [isCopied, setIsCopied] = useState(false);
  const copyIt = async () => {
    await copy(secret);
    setIsCopied(true);
  };
  return (
    <>
      <p>{text}</p>
      <code className={classes['secret']}>{secret}</code>
      <DialogActions>
        <Button variant="default" onClick={() => void copyIt()}>
          {isCopied ? t.copied : t.copy}
        </Button>
        <Button onClick={onDone}>{t.done}</Button>
      </DialogActions>
    </>
  );
}

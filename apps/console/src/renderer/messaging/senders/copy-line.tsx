import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { usePlatform } from '../../platform/platform.tsx';
import { Quiet } from '../../ui/quiet.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import classes from './copy-line.module.css';

interface CopyLineProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
}

/** Something to be entered elsewhere, with the way to copy it. */
export function CopyLine({ label, hint, value }: CopyLineProps) {
  const t = useTexts(uiMessages);
  const { copy } = usePlatform();
  const [isCopied, setIsCopied] = useState(false);
  const id = useId();
  const copyIt = async () => {
    await copy(value);
    setIsCopied(true);
  };
  return (
    <div role="group" aria-labelledby={id}>
      <div id={id} className={classes['label']}>
        {label}
      </div>
      {hint === undefined ? null : <Quiet>{hint}</Quiet>}
      <div className={classes['line']}>
        <code className={classes['value']}>{value}</code>
        <Button variant="default" aria-label={`${t.copy}: ${label}`} onClick={() => void copyIt()}>
          {isCopied ? t.copied : t.copy}
        </Button>
      </div>
    </div>
  );
}

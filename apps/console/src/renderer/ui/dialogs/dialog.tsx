import { Button, Modal } from '@mantine/core';
import { createContext, use, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/locale.tsx';
import { FailureNote } from '../feedback/failure-note.tsx';
import { OfflineReason, WriteButton } from '../forms/write-button.tsx';
import { uiMessages } from '../ui.messages.ts';
import { useFocusGivenBack } from './use-focus-given-back.ts';
import classes from './dialog.module.css';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly size?: 'sm' | 'md' | 'lg' | 'xl';
  readonly children: ReactNode;
}

/** Tells the dialog around that another one opened over it, or closed. */
const Covering = createContext<((change: 1 | -1) => void) | null>(null);

/**
 * A dialog: Escape closes it, the topmost alone, and the focus goes back to what opened it. Its title is no `<header>`, which
 * would be a second banner.
 */
export function Dialog({ title, isOpen, onClose, size = 'md', children }: DialogProps) {
  const t = useTexts(uiMessages);
  const [covers, setCovers] = useState(0);
  const [cover] = useState(() => (change: 1 | -1) => setCovers((before) => before + change));
  const coverOuter = use(Covering);
  useFocusGivenBack(isOpen);
  useEffect(() => {
    if (!isOpen || coverOuter === null) return;
    coverOuter(1);
    return () => coverOuter(-1);
  }, [isOpen, coverOuter]);
  return (
    <Modal.Root
      opened={isOpen}
      returnFocus={false}
      onClose={onClose}
      closeOnEscape={covers === 0}
      size={size}
      yOffset="12vh"
      transitionProps={{ duration: 120 }}
      classNames={{ content: classes['content'] ?? '' }}
    >
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content>
        <div className={classes['top']}>
          <Modal.Title className={classes['title']}>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t.close} />
        </div>
        <Modal.Body className={classes['body']}>
          <Covering value={cover}>{children}</Covering>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** The row of buttons at a dialog's end. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={classes['actions']}>{children}</div>;
}

interface ConfirmProps {
  readonly title: string;
  readonly text: ReactNode;
  /** What happens, as a verb: `Delete contact`. */
  readonly verb: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The dialog closes when it has succeeded and says why when it has not. */
  readonly onConfirm: () => Promise<unknown>;
}

/** Asks before what cannot be undone. */
export function ConfirmDialog({ title, text, verb, isOpen, onClose, onConfirm }: ConfirmProps) {
  const t = useTexts(uiMessages);
  const [state, setState] = useState<{ readonly isBusy: boolean; readonly error: unknown }>({
    isBusy: false,
    error: null,
  });
  const confirm = async () => {
    setState({ isBusy: true, error: null });
    try {
      await onConfirm();
      setState({ isBusy: false, error: null });
      onClose();
    } catch (error) {
      setState({ isBusy: false, error });
    }
  };
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} size="sm">
      <div>{text}</div>
      <FailureNote error={state.error} />
      <OfflineReason />
      <DialogActions>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t.cancel}
        </Button>
        <WriteButton color="red.9" loading={state.isBusy} onClick={() => void confirm()}>
          {verb}
        </WriteButton>
      </DialogActions>
    </Dialog>
  );
}

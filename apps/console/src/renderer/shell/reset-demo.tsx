import { useNavigate } from '@tanstack/react-router';
import { useChange } from '../api/use-operation.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ConfirmDialog } from '../ui/dialogs/dialog.tsx';
import { demoMessages } from './demo.messages.ts';

interface DemoDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks before the demo is made anew: says what goes and what stays. */
export function ResetDemo({ isOpen, onClose }: DemoDialogProps) {
  const t = useTexts(demoMessages);
  const reset = useChange('workspace.demo.reset', { refreshes: ['system.jobs.'] });
  const navigate = useNavigate();
  const confirm = async () => {
    await reset.mutateAsync({});
    // What is on screen is about to go.
    await navigate({ to: '/' });
  };
  const text = (
    <>
      <p>{t.resetText}</p>
      <p>{t.resetGoes}</p>
      <p>{t.resetStays}</p>
    </>
  );
  return (
    <ConfirmDialog
      title={t.resetTitle}
      text={text}
      verb={t.reset}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={confirm}
    />
  );
}

import { Button, Radio, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { DemoFate } from '../api/session.ts';
import { useIdentity } from '../api/session-context.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { Dialog, DialogActions } from '../ui/dialogs/dialog.tsx';
import { uiMessages } from '../ui/ui.messages.ts';
import { demoMessages } from './demo.messages.ts';

interface LeaveDemoProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Says what comes after the demo, and asks what is to become of it. Nothing happens before there is a workspace to go to. */
export function LeaveDemo({ isOpen, onClose }: LeaveDemoProps) {
  const t = useTexts(demoMessages);
  const ui = useTexts(uiMessages);
  const { role } = useIdentity();
  const navigate = useNavigate();
  const [fate, setFate] = useState<DemoFate>('keep');
  return (
    <Dialog title={t.leaveTitle} isOpen={isOpen} onClose={onClose} size="sm">
      <p>{t.leaveText}</p>
      {role === 'owner' ? (
        <Radio.Group label={t.fate} value={fate} onChange={(value) => setFate(value === 'delete' ? 'delete' : 'keep')}>
          <Stack gap="sm" mt="xs">
            <Radio value="keep" label={t.keep} description={t.keepText} />
            <Radio value="delete" label={t.delete} description={t.deleteText} />
          </Stack>
        </Radio.Group>
      ) : (
        <p>{t.keepText}</p>
      )}
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {ui.cancel}
        </Button>
        <Button onClick={() => void navigate({ to: '/register', search: { demo: fate } })} data-autofocus>
          {t.goOn}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

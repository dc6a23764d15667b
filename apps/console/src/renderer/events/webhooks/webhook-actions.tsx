import { Button, Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useRef, useState } from 'react';
import { failureOf } from '../../api/failure.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ConfirmDialog } from '../../ui/dialogs/dialog.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { WriteButton } from '../../ui/forms/write-button.tsx';
import { EditWebhook } from './edit-webhook.tsx';
import { ReplayRange } from './replay-range.tsx';
import { RotateSecret } from './rotate-secret.tsx';
import { deliveriesMessages } from './webhook-deliveries.messages.ts';
import { webhooksMessages } from './webhooks.messages.ts';
import { useDeleteWebhook, useTestWebhook, useUpdateWebhook, type Webhook } from './webhooks.queries.ts';

/** What can be done to a webhook. */
export function WebhookActions({ webhook }: { readonly webhook: Webhook }) {
  const t = useTexts(webhooksMessages);
  const say = useToast();
  const test = useTestWebhook();
  const update = useUpdateWebhook();
  const { id: webhook_id, status } = webhook;
  const isActive = status === 'active';
  const become = (next: 'active' | 'paused') => update.mutateAsync({ webhook_id, status: next });
  const explain = (error: unknown) => say(failureOf(error).detail);
  const sendTest = () => test.mutateAsync({ webhook_id }).then(() => say(t.tested), explain);
  const toggle = () =>
    become(isActive ? 'paused' : 'active').then(
      () =>
        say(
          isActive ? t.pausedToast : t.activatedToast,
          // What the server disabled cannot be disabled by hand again.
          status === 'disabled' ? undefined : () => become(isActive ? 'active' : 'paused'),
        ),
      explain,
    );
  return (
    <>
      <ShowAsCode operation="events.webhooks.deliveries" input={{ webhook_id }} />
      <WriteButton variant="default" loading={update.isPending} onClick={() => void toggle()}>
        {isActive ? t.pause : t.activate}
      </WriteButton>
      <WriteButton disabled={!isActive} loading={test.isPending} onClick={() => void sendTest()}>
        {t.test}
      </WriteButton>
      <MoreActions webhook={webhook} />
    </>
  );
}

function MoreActions({ webhook }: { readonly webhook: Webhook }) {
  const t = useTexts(webhooksMessages);
  const deliveries = useTexts(deliveriesMessages);
  const [open, setOpen] = useState<'edit' | 'rotate' | 'range' | 'delete' | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(null);
  // The entry is gone once its dialog closes: the focus goes back to what opened the menu.
  const choose = (dialog: typeof open) => {
    button.current?.focus();
    setOpen(dialog);
  };
  return (
    <>
      <Menu position="bottom-end" width={220} shadow="md">
        <Menu.Target>
          <Button ref={button} variant="default" px="xs" aria-label={t.more}>
            <Ellipsis size={14} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => choose('edit')}>{t.edit}</Menu.Item>
          <Menu.Item onClick={() => choose('rotate')}>{t.rotate}</Menu.Item>
          <Menu.Item onClick={() => choose('range')}>{deliveries.replayRange}</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => choose('delete')}>{t.delete}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <EditWebhook key={webhook.updated_at} webhook={webhook} isOpen={open === 'edit'} onClose={close} />
      <RotateSecret webhook={webhook} isOpen={open === 'rotate'} onClose={close} />
      <ReplayRange webhook={webhook} isOpen={open === 'range'} onClose={close} />
      <DeleteWebhook webhook={webhook} isOpen={open === 'delete'} onClose={close} />
    </>
  );
}

interface DialogProps {
  readonly webhook: Webhook;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function DeleteWebhook({ webhook, isOpen, onClose }: DialogProps) {
  const t = useTexts(webhooksMessages);
  const say = useToast();
  const remove = useDeleteWebhook();
  const confirm = async () => {
    await remove.mutateAsync({ webhook_id: webhook.id });
    say(t.deletedToast);
  };
  return (
    <ConfirmDialog
      title={t.deleteTitle}
      text={t.deleteText}
      verb={t.deleteVerb}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={confirm}
    />
  );
}

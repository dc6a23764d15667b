import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Pause, Play, Send } from 'lucide-react';
import { useState } from 'react';
import { useIdentity } from '../../api/session-context.tsx';
import { failureOf } from '../../api/failure.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ConfirmDialog } from '../../ui/dialogs/dialog.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { WriteButton } from '../../ui/forms/write-button.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import { campaignsMessages } from './campaigns.messages.ts';
import {
  useCancelCampaign,
  useDeleteCampaign,
  usePauseCampaign,
  useResumeCampaign,
  type Campaign,
} from './campaigns.queries.ts';
import { TriggerDialog } from './trigger-dialog.tsx';

/** What can be done with a campaign where it stands. */
export function CampaignActions({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignsMessages);
  const { scopes } = useIdentity();
  const [open, setOpen] = useState<'trigger' | 'cancel' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const { id, status, schedule_time } = campaign;
  const canSend = scopes.includes('messaging:send');
  const canWrite = scopes.includes('messaging:write');
  const isLive = status === 'scheduled' || status === 'running' || status === 'paused';
  return (
    <>
      <ShowAsCode
        operation={status === 'draft' ? 'messaging.campaigns.trigger' : 'messaging.campaigns.summary'}
        input={{ campaign_id: id }}
      />
      {canWrite && !isLive ? (
        <Button variant="default" onClick={() => setOpen('delete')}>
          {t.delete}
        </Button>
      ) : null}
      {canSend && isLive ? (
        <Button variant="default" onClick={() => setOpen('cancel')}>
          {t.cancel}
        </Button>
      ) : null}
      {canWrite && (status === 'draft' || status === 'scheduled' || status === 'paused') ? (
        <Button variant="default" component={Link} to={`/campaigns/messaging/${id}/edit`}>
          {t.edit}
        </Button>
      ) : null}
      {canSend && isLive ? <PauseOrResume campaign={campaign} /> : null}
      {canSend && status === 'draft' ? (
        <Button leftSection={<Send size={14} aria-hidden />} onClick={() => setOpen('trigger')}>
          {schedule_time === null ? t.send : t.schedule}
        </Button>
      ) : null}
      {open === 'trigger' ? <TriggerDialog campaign={campaign} onClose={close} /> : null}
      <EndDialogs campaign={campaign} open={open} onClose={close} />
    </>
  );
}

/** Pausing is taken back by resuming, so it asks nothing. */
function PauseOrResume({ campaign: { id, status } }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignsMessages);
  const ui = useTexts(uiMessages);
  const say = useToast();
  const pause = usePauseCampaign();
  const resume = useResumeCampaign();
  const input = { campaign_id: id };
  const refused = (error: unknown) => say(failureOf(error).detail || ui.failedText);
  if (status === 'paused') {
    const go = () => resume.mutate(input, { onSuccess: () => say(t.resumedToast), onError: refused });
    return (
      <WriteButton leftSection={<Play size={14} aria-hidden />} loading={resume.isPending} onClick={go}>
        {t.resume}
      </WriteButton>
    );
  }
  const undo = () => resume.mutateAsync(input);
  const stop = () => pause.mutate(input, { onSuccess: () => say(t.pausedToast, undo), onError: refused });
  return (
    <WriteButton leftSection={<Pause size={14} aria-hidden />} loading={pause.isPending} onClick={stop}>
      {t.pause}
    </WriteButton>
  );
}

interface EndDialogsProps {
  readonly campaign: Campaign;
  readonly open: 'trigger' | 'cancel' | 'delete' | null;
  readonly onClose: () => void;
}

function EndDialogs({ campaign: { id, name }, open, onClose }: EndDialogsProps) {
  const t = useTexts(campaignsMessages);
  const say = useToast();
  const cancel = useCancelCampaign();
  const remove = useDeleteCampaign();
  const confirmCancel = async () => {
    await cancel.mutateAsync({ campaign_id: id });
    say(t.cancelledToast);
  };
  const confirmDelete = async () => {
    await remove.mutateAsync({ campaign_id: id });
    say(t.deletedToast(name));
  };
  return (
    <>
      <ConfirmDialog
        title={t.cancelTitle}
        text={t.cancelText}
        verb={t.cancel}
        isOpen={open === 'cancel'}
        onClose={onClose}
        onConfirm={confirmCancel}
      />
      <ConfirmDialog
        title={t.deleteTitle}
        text={t.deleteText}
        verb={t.deleteVerb}
        isOpen={open === 'delete'}
        onClose={onClose}
        onConfirm={confirmDelete}
      />
    </>
  );
}

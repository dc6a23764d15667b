import { Button } from '@mantine/core';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Dialog, DialogActions } from '../../ui/dialogs/dialog.tsx';
import { FailureNote } from '../../ui/feedback/failure-note.tsx';
import { SimulatedMark } from '../../ui/feedback/simulated-mark.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { OfflineReason, WriteButton } from '../../ui/forms/write-button.tsx';
import { Hint } from '../../ui/quiet.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import { usePlatform } from '../../platform/platform.tsx';
import { useMoney } from '../use-money.ts';
import { campaignsMessages } from './campaigns.messages.ts';
import { useIsSimulated, useSendPlan, useTriggerCampaign, type Campaign } from './campaigns.queries.ts';

interface TriggerDialogProps {
  readonly campaign: Campaign;
  readonly onClose: () => void;
}

/** Says how many people get it, when and for how much, before anything is sent. */
export function TriggerDialog({ campaign, onClose }: TriggerDialogProps) {
  const t = useTexts(campaignsMessages);
  const ui = useTexts(uiMessages);
  const { number, instant } = useFormats();
  const money = useMoney();
  const { now } = usePlatform();
  const say = useToast();
  const plan = useSendPlan(campaign.id).data;
  const isSimulated = useIsSimulated(campaign);
  const trigger = useTriggerCampaign();
  const { id, name, schedule_time: at } = campaign;
  const first = plan?.first_send_at ?? null;
  const count = plan === undefined ? '…' : number(plan.sendable);
  const go = () =>
    trigger.mutate(
      { campaign_id: id },
      {
        onSuccess() {
          say(at === null ? t.sentToast(name) : t.scheduledToast(name));
          onClose();
        },
      },
    );
  return (
    <Dialog title={at === null ? t.sendTitle(count) : t.scheduleTitle(count)} isOpen onClose={onClose} size="sm">
      {isSimulated === true ? (
        <Hint>
          <SimulatedMark /> {t.sendSimulated}
        </Hint>
      ) : null}
      <Hint>{at === null ? t.sendText : t.scheduleText(instant(at))}</Hint>
      {at === null && first !== null && isLater(first, now()) ? <Hint>{t.sendFirst(instant(first))}</Hint> : null}
      {plan === undefined || plan.cost === null ? null : (
        <Hint>{t.sendCost(money(plan.cost.amount, plan.cost.currency))}</Hint>
      )}
      <FailureNote error={trigger.error} />
      <OfflineReason />
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          {ui.cancel}
        </Button>
        <WriteButton loading={trigger.isPending} onClick={go} data-autofocus>
          {at === null ? t.send : t.schedule}
        </WriteButton>
      </DialogActions>
    </Dialog>
  );
}

const minuteMs = 60_000;

/** Whether more than the moments between plan and click lie before it. */
function isLater(iso: string, now: Date): boolean {
  return new Date(iso).getTime() - now.getTime() > minuteMs;
}

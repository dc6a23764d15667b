import { Progress } from '@mantine/core';
import { failureOf } from '../api/failure.ts';
import type { ItemOf } from '../api/operations.ts';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ScreenLink } from '../shell/screen-link.tsx';
import { useToast } from '../ui/feedback/toasts.tsx';
import { WriteButton } from '../ui/forms/write-button.tsx';
import { uiMessages } from '../ui/ui.messages.ts';
import { Card } from './needs-you.tsx';
import { Nothing } from './nothing.tsx';
import { overviewMessages } from './overview.messages.ts';
import classes from './overview.module.css';
import { useCampaigns, useDemoSend } from './overview.queries.ts';

/** Campaigns that are sending or wait for their time. */
export function RunningNow() {
  const t = useTexts(overviewMessages);
  const { number, instant } = useFormats();
  const read = useCampaigns('running');
  const running = read.data?.items ?? [];
  const waiting = useCampaigns('scheduled');
  const scheduled = waiting.data?.items ?? [];
  const says = ({ status, schedule_time, messages_sent, recipients }: ItemOf<'messaging.campaigns.list'>) =>
    status === 'scheduled' && schedule_time !== null
      ? t.scheduledFor(instant(schedule_time))
      : t.progress(number(messages_sent), recipients === null ? '…' : number(recipients));
  return (
    <Card title={t.runningNow}>
      {running.length + scheduled.length === 0 ? <Nothing reads={[read, waiting]} text={t.nothingRuns} /> : null}
      {running.length === 0 && read.isSuccess ? <DemoSend /> : null}
      <ul className={classes['list']}>
        {[...running, ...scheduled].map((campaign) => (
          <li key={campaign.id} className={classes['line']}>
            <div className={classes['top']}>
              <ScreenLink to={`/campaigns/messaging/${campaign.id}`}>{campaign.name}</ScreenLink>
              <span className={classes['quiet']}>{says(campaign)}</span>
            </div>
            {campaign.status === 'running' ? (
              <Progress value={shareOf(campaign)} size="xs" aria-label={campaign.name} />
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** In the demo there is always something to watch: a click away, and never without one. */
function DemoSend() {
  const t = useTexts(overviewMessages);
  const ui = useTexts(uiMessages);
  const say = useToast();
  const demo = useDemoSend();
  if (demo === null) return null;
  const send = () => demo.send().catch((error: unknown) => say(failureOf(error).detail || ui.failedText));
  return (
    <WriteButton variant="default" size="xs" mt="xs" loading={demo.isPending} onClick={() => void send()}>
      {t.demoSend}
    </WriteButton>
  );
}

function shareOf({ messages_sent, recipients }: ItemOf<'messaging.campaigns.list'>): number {
  return recipients === null || recipients === 0 ? 0 : (100 * messages_sent) / recipients;
}

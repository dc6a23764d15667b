import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { useTicks } from '../../platform/ticks.ts';
import { SimulatedMark } from '../../ui/feedback/simulated-mark.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { Facts, Page, Section } from '../../ui/page.tsx';
import { Tabs, useTab } from '../../ui/tabs.tsx';
import { useWords } from '../use-words.ts';
import { CampaignActions } from './campaign-actions.tsx';
import { CampaignPill } from './campaign-pill.tsx';
import { CampaignReport } from './campaign-report.tsx';
import classes from './campaigns.module.css';
import { campaignsMessages } from './campaigns.messages.ts';
import { useCampaign, useIsSimulated, type Campaign } from './campaigns.queries.ts';
import { SendPlanView } from './send-plan.tsx';

/** One campaign: its plan before it is sent, its progress while, its report after. */
export function CampaignPage() {
  const t = useTexts(campaignsMessages);
  const { campaign: id = '' }: { readonly campaign?: string } = useParams({ strict: false });
  const read = useCampaign(id);
  const campaign = read.data;
  return (
    <Page
      title={campaign?.name ?? t.title}
      parent={{ label: t.title, to: '/campaigns/messaging' }}
      beside={campaign === undefined ? null : <Beside campaign={campaign} />}
      actions={campaign === undefined ? null : <CampaignActions campaign={campaign} />}
      bar={campaign === undefined ? undefined : <Parts campaign={campaign} />}
    >
      <Loaded read={read}>{(record) => <Details campaign={record} />}</Loaded>
    </Page>
  );
}

function Beside({ campaign }: { readonly campaign: Campaign }) {
  const isSimulated = useIsSimulated(campaign);
  return (
    <>
      <CampaignPill status={campaign.status} />
      {isSimulated === true ? <SimulatedMark /> : null}
    </>
  );
}

function Parts({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignsMessages);
  return <Tabs label={t.tabs} tabs={useTabsOf(campaign)} />;
}

function useTabsOf({ status, run }: Campaign) {
  const t = useTexts(campaignsMessages);
  const plan = { id: 'plan', label: t.tabPlan } as const;
  const settings = { id: 'settings', label: t.tabSettings } as const;
  if (run === 0) return [plan, settings];
  const isLive = status === 'running' || status === 'paused';
  const report = { id: 'report', label: isLive ? t.tabSend : t.tabReport } as const;
  return status === 'scheduled' ? [plan, report, settings] : [report, settings];
}

function Details({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignsMessages);
  const words = useWords();
  const tab = useTab(useTabsOf(campaign).map(({ id }) => id));
  const { status_reason: reason, status } = campaign;
  const ticks = useTicks();
  // One of the first things to do, which the overview ticks.
  useEffect(() => {
    if (status === 'running') ticks.set('watched-send');
  }, [ticks, status]);
  return (
    <>
      {reason === null ? null : (
        <div className={classes['note']} role="status">
          {t.because(words(reason))}
        </div>
      )}
      {tab === 'plan' ? <SendPlanView campaignId={campaign.id} /> : null}
      {tab === 'report' ? (
        <>
          <CampaignReport campaign={campaign} />
          <Link to="/campaigns/messages" search={{ campaign: campaign.id }} className={classes['more'] ?? ''}>
            {t.showMessages}
          </Link>
        </>
      ) : null}
      {tab === 'settings' ? <Settings campaign={campaign} /> : null}
    </>
  );
}

function Settings({ campaign }: { readonly campaign: Campaign }) {
  const t = useTexts(campaignsMessages);
  const { instant, number } = useFormats();
  const { template, segment, rate_limit_per_second: rate, frequency_cap: cap } = campaign;
  const { quiet_hours_start: start, quiet_hours_end: end } = campaign;
  return (
    <Section title={t.tabSettings}>
      {template === null ? null : <p className={classes['bubble']}>{template.content}</p>}
      <Facts
        facts={[
          [t.description, campaign.description ?? '–'],
          [t.template, template === null ? t.deleted : <ToTemplate key="template" {...template} />],
          [t.segment, segment === null ? t.deleted : <ToSegment key="segment" {...segment} />],
          [t.sender, campaign.sender_id ?? t.senderDefault],
          [t.when, campaign.schedule_time === null ? t.atOnce : instant(campaign.schedule_time)],
          [t.expires, campaign.expires_at === null ? t.never : instant(campaign.expires_at)],
          [t.rate, rate === null ? t.rateSender : t.rateOf(number(rate))],
          [
            t.quiet,
            start === null || end === null ? t.quietDefault : start === end ? t.quietNone : t.quietOf(start, end),
          ],
          [t.zone, campaign.time_zone ?? t.zoneDefault],
          [t.cap, cap === null ? t.capNone : t.capOf(number(cap.messages), number(cap.days))],
          ...(campaign.run === 0 ? [] : [[t.run, number(campaign.run)] as const]),
          [t.created, instant(campaign.created_at)],
        ]}
      />
    </Section>
  );
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function ToTemplate({ id, name }: Named) {
  return (
    <Link to="/audiences/templates/$template" params={{ template: id }}>
      {name}
    </Link>
  );
}

function ToSegment({ id, name }: Named) {
  return (
    <Link to="/audiences/segments/$segment" params={{ segment: id }}>
      {name}
    </Link>
  );
}

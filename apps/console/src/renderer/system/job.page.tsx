import { Button } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useIdentity } from '../api/session-context.tsx';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ScreenLink } from '../shell/screen-link.tsx';
import { ShowAsCode } from '../ui/dialogs/show-as-code.tsx';
import { Loaded } from '../ui/feedback/state.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Facts, Page, Section } from '../ui/page.tsx';
import { CancelJob } from './cancel-job.tsx';
import { JobProgress, JobStatus } from './job-status.tsx';
import { recordPathOf, useJobName } from './job-words.ts';
import { jobsMessages } from './jobs.messages.ts';
import { isUnderWay, useJob, type Job } from './jobs.queries.ts';

/** One job: how far it is, and what came of it. */
export function JobPage() {
  const t = useTexts(jobsMessages);
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const { scopes } = useIdentity();
  const [stopping, setStopping] = useState<Job | null>(null);
  const nameOf = useJobName();
  const read = useJob(id);
  const job = read.data;
  const canCancel =
    scopes.includes('jobs:write') && job !== undefined && isUnderWay(job) && job.cancel_requested_at === null;
  return (
    <Page
      title={job === undefined ? t.job : nameOf(job)}
      parent={{ label: t.title, to: '/operations/jobs' }}
      layout="narrow"
      beside={job === undefined ? null : <JobStatus job={job} />}
      actions={
        <>
          <ShowAsCode operation="system.jobs.get" input={{ job_id: id }} />
          {canCancel ? (
            <Button variant="default" onClick={() => setStopping(job)}>
              {t.cancelVerb}
            </Button>
          ) : null}
        </>
      }
    >
      <Loaded read={read}>{(found) => <Details job={found} />}</Loaded>
      <CancelJob job={stopping} onClose={() => setStopping(null)} />
    </Page>
  );
}

function Details({ job }: { readonly job: Job }) {
  const t = useTexts(jobsMessages);
  const { instant } = useFormats();
  const { error, result, cancel_requested_at: asked } = job;
  return (
    <>
      <Section title={t.details}>
        <Facts
          facts={[
            [t.progress, job.progress === null ? t.notYet : <JobProgress key="progress" job={job} />],
            [t.asked, <code key="operation">{job.operation}</code>],
            [t.record, <OfRecord key="record" job={job} />],
            [t.started, instant(job.created_at)],
            [t.lastStep, instant(job.updated_at)],
            ...(asked === null ? [] : [[t.cancelAsked, instant(asked)] as const]),
            [t.finished, job.finished_at === null ? t.notYet : instant(job.finished_at)],
            [t.id, <code key="id">{job.id}</code>],
          ]}
        />
      </Section>
      {error === null ? null : (
        <Section title={t.failure}>
          <Facts
            facts={[
              [t.error, <code key="code">{error.code}</code>],
              ['', error.detail],
            ]}
          />
        </Section>
      )}
      {result === null || result === undefined ? null : (
        <Section title={t.result}>
          <JsonView value={result} label={t.result} />
        </Section>
      )}
    </>
  );
}

function OfRecord({ job }: { readonly job: Job }) {
  const t = useTexts(jobsMessages);
  const { record_id: id } = job;
  const path = recordPathOf(job);
  return (
    <>
      {path === null ? <code>{id}</code> : <ScreenLink to={path}>{id}</ScreenLink>} ·{' '}
      <Link to="/operations/jobs" search={{ record: id }}>
        {t.allOfRecord}
      </Link>
    </>
  );
}

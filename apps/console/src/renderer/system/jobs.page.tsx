import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ListChecks } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useIdentity } from '../api/session-context.tsx';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ScreenLink } from '../shell/screen-link.tsx';
import { EmptyState } from '../ui/feedback/state.tsx';
import { ChoiceFilter, SetFilter } from '../ui/filters/filters.tsx';
import { useUrlState } from '../ui/filters/use-url-state.ts';
import { Quiet } from '../ui/quiet.tsx';
import type { Column } from '../ui/tables/data-table.tsx';
import { ListPage } from '../ui/tables/list-page.tsx';
import { uiMessages } from '../ui/ui.messages.ts';
import { CancelJob } from './cancel-job.tsx';
import { JobProgress, JobStatus } from './job-status.tsx';
import { recordPathOf, useJobName } from './job-words.ts';
import { jobsMessages } from './jobs.messages.ts';
import { isUnderWay, jobsInput, jobStatuses, type Job } from './jobs.queries.ts';

/** The work that outlives its requests, the newest first. */
export function JobsPage() {
  const t = useTexts(jobsMessages);
  const { scopes } = useIdentity();
  const [{ status, record }] = useUrlState();
  const [stopping, setStopping] = useState<Job | null>(null);
  const input = useMemo(() => jobsInput({ status, record }), [status, record]);
  const columns = useColumns(scopes.includes('jobs:write') ? setStopping : null);
  return (
    <ListPage
      title={t.title}
      list="system.jobs.list"
      input={input}
      columns={columns}
      rowKey={({ id }) => id}
      isChanging={isUnderWay}
      filters={<Filters record={record} />}
      empty={
        <EmptyState icon={ListChecks} title={t.emptyTitle}>
          {t.emptyText}
        </EmptyState>
      }
      noMatch={{ icon: ListChecks, title: t.noMatchTitle, text: t.noMatchText }}
    >
      <CancelJob job={stopping} onClose={() => setStopping(null)} />
    </ListPage>
  );
}

function Filters({ record }: { readonly record: string | undefined }) {
  const t = useTexts(jobsMessages);
  return (
    <>
      <ChoiceFilter
        name="status"
        label={t.status}
        any={t.anyStatus}
        options={jobStatuses.map((status) => ({ value: status, label: t[status] }))}
      />
      <SetFilter name="record" label={t.ofRecord(record ?? '')} />
    </>
  );
}

function useColumns(onCancel: ((job: Job) => void) | null): readonly Column<Job>[] {
  const t = useTexts(jobsMessages);
  const ui = useTexts(uiMessages);
  const nameOf = useJobName();
  const { instant } = useFormats();
  return useMemo(
    () => [
      {
        id: 'kind',
        title: t.kind,
        width: 'minmax(12rem, 1.25fr)',
        cell: (job) => (
          <Link to="/operations/jobs/$id" params={{ id: job.id }} data-row>
            {nameOf(job)}
          </Link>
        ),
      },
      {
        id: 'record',
        title: t.record,
        width: 'minmax(7rem, 1fr)',
        cell: (job) => <OfRecord job={job} />,
      },
      { id: 'status', title: t.status, width: '9rem', cell: (job) => <JobStatus job={job} /> },
      {
        id: 'progress',
        title: t.progress,
        width: 'minmax(10rem, 1fr)',
        cell: (job) => <JobProgress job={job} />,
      },
      {
        id: 'started',
        title: t.started,
        width: '15rem',
        cell: ({ created_at }) => <Quiet>{instant(created_at)}</Quiet>,
      },
      {
        id: 'actions',
        title: ui.actions,
        isTitleHidden: true,
        width: '6rem',
        cell: (job) =>
          onCancel === null || !isUnderWay(job) || job.cancel_requested_at !== null ? null : (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              aria-label={t.cancelOf(nameOf(job), job.record_id)}
              onClick={() => onCancel(job)}
            >
              {t.cancel}
            </Button>
          ),
      },
    ],
    [t, ui, nameOf, instant, onCancel],
  );
}

function OfRecord({ job }: { readonly job: Job }) {
  const path = recordPathOf(job);
  return (
    <Quiet title={job.record_id}>
      {path === null ? job.record_id : <ScreenLink to={path}>{job.record_id}</ScreenLink>}
    </Quiet>
  );
}

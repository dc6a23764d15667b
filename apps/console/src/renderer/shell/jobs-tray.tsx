import { Popover, Progress } from '@mantine/core';
import { Activity } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useOfflineSince } from '../api/live/live-context.tsx';
import { useIdentity } from '../api/session-context.tsx';
import type { OutputOf } from '../api/operations.ts';
import { useRead } from '../api/use-operation.ts';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { usePlatform } from '../platform/platform.tsx';
import { CancelJob } from '../system/cancel-job.tsx';
import { useJobName } from '../system/job-words.ts';
import classes from './jobs-tray.module.css';
import { ScreenLink } from './screen-link.tsx';
import shell from './shell.module.css';
import { shellMessages } from './shell.messages.ts';

type Job = OutputOf<'system.jobs.get'>;

const runningMs = 2000;
const idleMs = 30_000;
const underWay: readonly Job['status'][] = ['queued', 'running', 'waiting_for_engine'];

/** The work that goes on while people look elsewhere, with its progress and a way to stop it. */
export function JobsTray() {
  const { scopes } = useIdentity();
  return scopes.includes('system:read') ? <Tray canCancel={scopes.includes('jobs:write')} /> : null;
}

function Tray({ canCancel }: { readonly canCancel: boolean }) {
  const t = useTexts(shellMessages);
  const [isOpen, setIsOpen] = useState(false);
  const [stopping, setStopping] = useState<Job | null>(null);
  const askToStop = (job: Job) => {
    setIsOpen(false);
    setStopping(job);
  };
  const [hasSome, setHasSome] = useState(false);
  // No event tells of every step of a job, so a running one is asked for.
  const read = useRead('system.jobs.list', { limit: 50 }, { refetchInterval: hasSome || isOpen ? runningMs : idleMs });
  const jobs = (read.data?.items ?? []).filter(({ status }) => underWay.includes(status));
  if (jobs.length > 0 !== hasSome) setHasSome(jobs.length > 0);
  const { showProgress } = usePlatform();
  const share = jobs.length === 0 ? null : jobs.reduce((sum, job) => sum + shareOf(job), 0) / jobs.length;
  useEffect(() => showProgress(share), [showProgress, share]);
  return (
    <>
      <Popover opened={isOpen} onChange={setIsOpen} position="right-end" width={320} shadow="md" trapFocus>
        <Popover.Target>
          <button
            type="button"
            className={shell['footItem']}
            onClick={() => setIsOpen(!isOpen)}
            aria-label={t.jobs(jobs.length)}
          >
            <Activity size={14} aria-hidden color={jobs.length > 0 ? 'var(--accent)' : undefined} />
            <span className={shell['grow']}>{t.jobs(jobs.length)}</span>
          </button>
        </Popover.Target>
        <Popover.Dropdown aria-label={t.jobsTitle}>
          {jobs.length === 0 ? (
            <p className={classes['empty']} tabIndex={-1} data-autofocus>
              {t.jobsEmpty}
            </p>
          ) : null}
          <ul className={shell['list']}>
            {jobs.map((job) => (
              <JobItem key={job.id} job={job} onStop={canCancel ? askToStop : null} />
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
      <CancelJob job={stopping} onClose={() => setStopping(null)} />
    </>
  );
}

function JobItem({ job, onStop }: { readonly job: Job; readonly onStop: ((job: Job) => void) | null }) {
  const t = useTexts(shellMessages);
  const { number } = useFormats();
  const nameOf = useJobName();
  const isOffline = useOfflineSince() !== null;
  const { done = 0, total = null } = job.progress ?? {};
  const share = total === null || total === 0 ? 0 : (100 * done) / total;
  const waits = job.status === 'waiting_for_engine' ? t.waitingForEngine : job.status === 'queued' ? t.queued : null;
  return (
    <li className={classes['job']}>
      <div className={classes['line']}>
        <ScreenLink to={`/operations/jobs/${job.id}`}>{nameOf(job)}</ScreenLink>
        <span className={classes['count']}>
          {waits ?? (total === null ? number(done) : `${number(done)} / ${number(total)}`)}
        </span>
      </div>
      <Progress value={share} size="xs" aria-label={nameOf(job)} animated={job.status === 'running'} />
      {onStop !== null && !isOffline && job.cancel_requested_at === null && !isCarriedThrough(job) ? (
        <button type="button" className={classes['cancel']} onClick={() => onStop(job)}>
          {t.jobsCancel}
        </button>
      ) : null}
    </li>
  );
}

/** What happens to the demo as a whole has no half-way state to stop at. */
function isCarriedThrough({ kind }: Job): boolean {
  return kind.startsWith('workspace.demo.');
}

function shareOf({ progress }: Job): number {
  const { done = 0, total = null } = progress ?? {};
  return total === null || total === 0 ? 0 : Math.min(1, done / total);
}

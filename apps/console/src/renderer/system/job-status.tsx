import { useTexts } from '../i18n/locale.tsx';
import { ProgressBar } from '../ui/feedback/progress-bar.tsx';
import { StatusPill, type Tone } from '../ui/feedback/status-pill.tsx';
import { useJobName } from './job-words.ts';
import { jobsMessages } from './jobs.messages.ts';
import { isUnderWay, type Job } from './jobs.queries.ts';

const tones = {
  queued: 'neutral',
  waiting_for_engine: 'warn',
  running: 'info',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'neutral',
} as const satisfies Record<Job['status'], Tone>;

/** Where a job stands; one that was asked to stop and has not yet says so. */
export function JobStatus({ job }: { readonly job: Job }) {
  const t = useTexts(jobsMessages);
  const isStopping = isUnderWay(job) && job.cancel_requested_at !== null;
  return <StatusPill tone={isStopping ? 'warn' : tones[job.status]} label={isStopping ? t.stopping : t[job.status]} />;
}

/** How far a job is. */
export function JobProgress({ job }: { readonly job: Job }) {
  const t = useTexts(jobsMessages);
  const nameOf = useJobName();
  if (job.progress === null) return null;
  const tone = job.status === 'failed' ? 'bad' : 'info';
  return <ProgressBar label={t.progressOf(nameOf(job))} {...job.progress} tone={tone} />;
}

import { useTexts } from '../i18n/locale.tsx';
import { ConfirmDialog } from '../ui/dialogs/dialog.tsx';
import { useToast } from '../ui/feedback/toasts.tsx';
import { jobsMessages } from './jobs.messages.ts';
import { useCancelJob, type Job } from './jobs.queries.ts';

/** Asks before a job is asked to stop, for what it then leaves out cannot be made up. */
export function CancelJob({ job, onClose }: { readonly job: Job | null; readonly onClose: () => void }) {
  const t = useTexts(jobsMessages);
  const say = useToast();
  const cancel = useCancelJob();
  const confirm = async () => {
    if (job === null) return;
    await cancel.mutateAsync({ job_id: job.id });
    say(t.cancelToast);
  };
  return (
    <ConfirmDialog
      title={t.cancelTitle}
      text={t.cancelText}
      verb={t.cancelVerb}
      isOpen={job !== null}
      onClose={onClose}
      onConfirm={confirm}
    />
  );
}

import { useMemo } from 'react';
import { useTexts } from '../i18n/locale.tsx';
import { jobsMessages } from './jobs.messages.ts';
import type { Job } from './jobs.queries.ts';

type OfJob = Pick<Job, 'kind' | 'record_id'>;

/** What a job does, in words; one of a kind that has none is called by its name. */
export function useJobName(): (job: Pick<Job, 'kind'>) => string {
  const t = useTexts(jobsMessages);
  return useMemo(() => {
    const words: Readonly<Record<string, string>> = {
      'messaging.campaigns.send': t.campaignSend,
      contact_import: t.contactImport,
      'messaging.whatsappTemplates.create': t.templateReview,
      'messaging.whatsappMessages.send': t.whatsappSend,
      'workspace.demo.reset': t.demoReset,
      'workspace.demo.delete': t.demoDelete,
    };
    return ({ kind }) => words[kind] ?? kind;
  }, [t]);
}

/** Where the record that a job works on is looked at; null where no screen shows it. */
export function recordPathOf({ kind, record_id: id }: OfJob): string | null {
  const list = lists[kind];
  return list === undefined ? null : `${list}/${id}`;
}

const lists: Readonly<Record<string, string>> = {
  'messaging.campaigns.send': '/campaigns/messaging',
  contact_import: '/audiences/imports',
  'messaging.whatsappTemplates.create': '/audiences/whatsapp-templates',
  'messaging.whatsappMessages.send': '/campaigns/messages',
};

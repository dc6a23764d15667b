import { ContactImports } from '@marquee/sdk/messaging';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { InputOf, OutputOf } from '../../api/operations.ts';
import { useDownload } from '../../api/use-download.ts';
import { useChange, useRead } from '../../api/use-operation.ts';
import { useTransport } from '../../api/use-transport.ts';
import { oneOf, type UrlState } from '../../ui/filters/use-url-state.ts';

/** One import of a file. */
export type ContactImport = OutputOf<'messaging.contactImports.get'>;

/** Where an import can stand. */
export const importStatuses = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;

/** Whether an import still reads its file. */
export function isUnderWay({ status }: Pick<ContactImport, 'status'>): boolean {
  return status === 'queued' || status === 'running';
}

/** What the list is asked for, from what the address says. */
export function importsInput({ status }: UrlState): InputOf<'messaging.contactImports.list'> {
  const state = oneOf(status, importStatuses);
  return state === undefined ? {} : { status: state };
}

const stepMs = 500;

/** One import; read again while it runs, for no event tells of every chunk. */
export function useImport(id: string) {
  const read = useRead('messaging.contactImports.get', { import_id: id });
  const isRunning = read.data !== undefined && isUnderWay(read.data);
  return useRead('messaging.contactImports.get', { import_id: id }, { refetchInterval: isRunning ? stepMs : false });
}

/** How far an import's job is, while it runs. */
export function useImportJob({ job_id, ...stands }: ContactImport) {
  const isWanted = job_id !== null && isUnderWay(stands);
  return useRead(
    'system.jobs.get',
    { job_id: job_id ?? '' },
    { enabled: isWanted, refetchInterval: isWanted ? stepMs : false },
  );
}

/** What an import is made of. */
export interface NewImport {
  readonly file: File;
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly consent: ContactImport['default_consent_state'];
  readonly evidence: string;
}

/** Sends a file and goes to its import. */
export function useCreateImport() {
  const transport = useTransport();
  const navigate = useNavigate();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ file, mapping, consent, evidence }: NewImport) =>
      new ContactImports(transport).create(file, {
        mapping: JSON.stringify(mapping),
        ...(consent === null ? {} : { default_consent_state: consent }),
        ...(evidence.trim() === '' ? {} : { evidence: evidence.trim() }),
      }),
    onSuccess({ id }) {
      void cache.invalidateQueries({ queryKey: ['messaging.contactImports.list'] });
      void navigate({ to: `/audiences/imports/${id}` });
    },
  });
}

/** Stops an import. */
export function useCancelImport() {
  return useChange('messaging.contactImports.cancel', { refreshes: ['messaging.contactImports.', 'system.jobs.'] });
}

/** Fetches every row that an import left out. */
export function useImportErrors(id: string) {
  const transport = useTransport();
  return useDownload(() => new ContactImports(transport).errors(id), 'errors.csv');
}

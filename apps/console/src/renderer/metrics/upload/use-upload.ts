import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useApi } from '../../api/session-context.tsx';
import { uploadFile, type Receipt } from './upload-file.ts';

/** Where an upload stands. */
export interface UploadState {
  readonly status: 'idle' | 'running' | 'done' | 'stopped' | 'failed';
  readonly bytesRead: number;
  readonly receipts: readonly Receipt[];
  readonly error: unknown;
}

const idle: UploadState = { status: 'idle', bytesRead: 0, receipts: [], error: null };

/** Uploads one file at a time and says how far it is. */
export function useUpload() {
  const api = useApi();
  const cache = useQueryClient();
  const [state, setState] = useState<UploadState>(idle);
  const stopper = useRef<AbortController | null>(null);
  const start = async (file: File, dataType: string) => {
    const abort = new AbortController();
    stopper.current = abort;
    setState({ ...idle, status: 'running' });
    const onBatch = (bytesRead: number, receipt: Receipt) =>
      setState((before) => ({ ...before, bytesRead, receipts: [...before.receipts, receipt] }));
    try {
      await uploadFile(api, { file, dataType, signal: abort.signal, onBatch });
      setState((before) => ({ ...before, status: 'done', bytesRead: file.size }));
    } catch (error) {
      setState((before) => ({ ...before, status: abort.signal.aborted ? 'stopped' : 'failed', error }));
    }
    await cache.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('metrics.') });
  };
  return { state, start, stop: () => stopper.current?.abort() };
}

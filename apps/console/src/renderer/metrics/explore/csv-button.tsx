import { Button, Menu } from '@mantine/core';
import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { failureOf } from '../../api/failure.ts';
import { useSessionActions } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { usePlatform } from '../../platform/platform.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import type { CsvProgress } from './csv-progress.ts';
import { downloadCsv } from './download-csv.ts';
import { exploreMessages } from './explore.messages.ts';
import { metricsOf, type MetricAsked, type Question } from './question.ts';

interface CsvButtonProps {
  readonly question: Question;
  readonly range: { readonly start: string; readonly end: string };
}

/** Downloads a metric as CSV, saying how many rows have come and how much of the range that is; the same button stops it. */
export function CsvButton({ question, range }: CsvButtonProps) {
  const t = useTexts(exploreMessages);
  const ui = useTexts(uiMessages);
  const { number, percent } = useFormats();
  const { serverUrl } = usePlatform();
  const { token } = useSessionActions();
  const say = useToast();
  const [progress, setProgress] = useState<CsvProgress | null>(null);
  const stopper = useRef<AbortController | null>(null);
  const download = async (metric: MetricAsked) => {
    const stop = new AbortController();
    stopper.current = stop;
    setProgress({ rows: 0, share: 0 });
    try {
      const way = { serverUrl, token: () => token({ isExpired: false }), signal: stop.signal, onProgress: setProgress };
      const done = await downloadCsv({ ...way, question, metric, range });
      save(done.file, `${metric.name}.csv`);
      say(t.csvDone(number(done.rows)));
    } catch (error) {
      if (!stop.signal.aborted) say(failureOf(error).detail || t.csvCut);
    }
    setProgress(null);
  };
  if (progress !== null)
    return (
      <Button variant="default" onClick={() => stopper.current?.abort()}>
        {t.rowsOf(number(progress.rows), percent(progress.share))} · {ui.cancel}
      </Button>
    );
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="subtle" color="gray" leftSection={<Download size={14} aria-hidden />}>
          {t.csv}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {metricsOf(question)
          .filter(isOffered)
          .map((metric) => (
            <Menu.Item key={metric.name} onClick={() => void download(metric)}>
              {t.csvOf(metric.name)}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A rate of two fields is a dashboard's alone. */
function isOffered({ aggregation_type }: MetricAsked): boolean {
  return aggregation_type !== 'rate';
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

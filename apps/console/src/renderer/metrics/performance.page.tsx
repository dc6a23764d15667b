import { useIdentity } from '../api/session-context.tsx';
import type { OutputOf } from '../api/operations.ts';
import { useRead } from '../api/use-operation.ts';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ConfirmButton } from '../ui/dialogs/confirm-button.tsx';
import { ShowAsCode } from '../ui/dialogs/show-as-code.tsx';
import { Loaded } from '../ui/feedback/state.tsx';
import { useToast } from '../ui/feedback/toasts.tsx';
import { Facts, Page, Section } from '../ui/page.tsx';
import { catalogMessages } from './catalog.messages.ts';
import { useClearCache } from './metrics.queries.ts';

const everyMs = 5000;

/** How fast metrics are answered, and what is kept of answers. */
export function PerformancePage() {
  const t = useTexts(catalogMessages);
  const { scopes } = useIdentity();
  // Every question moves the counts; no event could tell.
  const read = useRead('metrics.performance.get', {}, { refetchInterval: everyMs });
  return (
    <Page
      title={t.performance}
      layout="narrow"
      actions={
        <>
          <ShowAsCode operation="metrics.performance.get" input={{}} />
          {scopes.includes('metrics:write') ? <ClearCache /> : null}
        </>
      }
    >
      <Loaded read={read}>{(figures) => <Figures figures={figures} />}</Loaded>
    </Page>
  );
}

function Figures({ figures }: { readonly figures: OutputOf<'metrics.performance.get'> }) {
  const t = useTexts(catalogMessages);
  const { number, percent, instant } = useFormats();
  const { queries, cache, uploads, memory } = figures;
  const ms = (value: number | null) => (value === null ? t.none : t.ms(number(Math.round(value))));
  const mb = (bytes: number) => number(Math.round(bytes / 104_857.6) / 10);
  return (
    <>
      <Section title={t.queries}>
        <Facts
          facts={[
            [t.since, instant(figures.since)],
            [t.processed, number(queries.processed)],
            [t.computed, number(queries.computed)],
            [t.running, number(queries.running)],
            [t.average, ms(queries.average_ms)],
            [t.p95, ms(queries.p95_ms)],
          ]}
        />
      </Section>
      <Section title={t.cache}>
        <Facts
          facts={[
            [t.hits, number(cache.hits)],
            [t.hitRate, cache.hit_rate === null ? t.none : percent(cache.hit_rate)],
            [t.entries, number(cache.entries)],
            [t.size, t.ofMb(mb(cache.bytes), mb(cache.bytes_max))],
          ]}
        />
      </Section>
      <Section title={t.uploads}>
        <Facts
          facts={[
            [t.batches, number(uploads.batches)],
            [t.rows, number(uploads.rows)],
            [t.average, ms(uploads.average_ms)],
            [t.memory, t.mb(mb(memory.process_bytes))],
          ]}
        />
      </Section>
    </>
  );
}

function ClearCache() {
  const t = useTexts(catalogMessages);
  const { number } = useFormats();
  const say = useToast();
  const clear = useClearCache();
  const confirm = async () => say(t.cleared(number((await clear.mutateAsync({})).cleared)));
  return <ConfirmButton label={t.clear} title={t.clearTitle} text={t.clearText} verb={t.clear} onConfirm={confirm} />;
}

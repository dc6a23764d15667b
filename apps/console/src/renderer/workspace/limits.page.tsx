import { useRead } from '../api/use-operation.ts';
import type { OutputOf } from '../api/operations.ts';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ShowAsCode } from '../ui/dialogs/show-as-code.tsx';
import { ProgressBar } from '../ui/feedback/progress-bar.tsx';
import { Loaded } from '../ui/feedback/state.tsx';
import { Page } from '../ui/page.tsx';
import { PlainTable } from '../ui/tables/plain-table.tsx';
import { limitsMessages } from './limits.messages.ts';

type Limit = OutputOf<'workspace.limits.get'>['items'][number];

const everyMs = 5000;

/** The rate limits of whoever looks, and what is left of them. */
export function LimitsPage() {
  const t = useTexts(limitsMessages);
  // Every call moves them; no event could tell.
  const read = useRead('workspace.limits.get', {}, { refetchInterval: everyMs });
  return (
    <Page title={t.title} layout="narrow" actions={<ShowAsCode operation="workspace.limits.get" input={{}} />}>
      <p style={{ marginTop: 0, color: 'var(--text-dimmed)' }}>{t.intro}</p>
      <Loaded read={read}>{({ items }) => <Limits items={items} />}</Loaded>
    </Page>
  );
}

function Limits({ items }: { readonly items: readonly Limit[] }) {
  const t = useTexts(limitsMessages);
  const { number } = useFormats();
  const length = useLength();
  return (
    <PlainTable
      label={t.title}
      head={[t.policy, t.allowed, t.left, t.full]}
      rows={items.map(({ policy, quota, window_seconds: window, remaining, reset_seconds: reset }) => ({
        id: policy,
        cells: [
          policy,
          t.inWindow(number(quota), length(window)),
          <ProgressBar
            key="left"
            label={t.leftOf(policy)}
            done={remaining}
            total={quota}
            tone={toneOf(remaining / quota)}
          />,
          reset <= 0 ? t.now : length(reset),
        ],
      }))}
    />
  );
}

function toneOf(share: number): 'info' | 'warn' | 'bad' {
  if (share <= 0) return 'bad';
  return share < 0.2 ? 'warn' : 'info';
}

function useLength(): (seconds: number) => string {
  const t = useTexts(limitsMessages);
  const { number } = useFormats();
  return (seconds) => {
    if (seconds >= 3600 && seconds % 3600 === 0) return t.hours(number(seconds / 3600));
    return seconds >= 60 && seconds % 60 === 0 ? t.minutes(number(seconds / 60)) : t.seconds(number(seconds));
  };
}

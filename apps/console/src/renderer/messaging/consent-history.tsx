import { Button, Timeline } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '../api/session-context.tsx';
import type { ItemOf } from '../api/operations.ts';
import { useFormats } from '../i18n/format.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Section } from '../ui/page.tsx';
import { Loaded } from '../ui/state.tsx';
import { ConsentPill } from './consent-pill.tsx';
import { contactsMessages } from './contacts.messages.ts';

const pageEntries = 20;

/** The ledger of a number's consent. */
export function ConsentHistory({ phone }: { readonly phone: string }) {
  const t = useTexts(contactsMessages);
  const api = useApi();
  const read = useInfiniteQuery({
    queryKey: ['messaging.contacts.consents', phone, 'ledger'],
    queryFn: ({ pageParam, signal }) =>
      api.query('messaging.contacts.consents', { phone_e164: phone, limit: pageEntries, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
  });
  return (
    <Section title={t.history}>
      <p style={{ margin: '-0.5rem 0 1rem', color: 'var(--text-dimmed)' }}>{t.historyText}</p>
      <Loaded read={read} lines={3}>
        {({ pages }) => (
          <Timeline bulletSize={10} lineWidth={1} active={-1}>
            {pages.flatMap(({ items }) => items).map((entry) => (
              <Timeline.Item key={entry.id}>
                <Entry entry={entry} />
              </Timeline.Item>
            ))}
          </Timeline>
        )}
      </Loaded>
      {read.hasNextPage ? (
        <Button variant="default" mt="md" loading={read.isFetchingNextPage} onClick={() => void read.fetchNextPage()}>
          {t.older}
        </Button>
      ) : null}
    </Section>
  );
}

function Entry({ entry }: { readonly entry: ItemOf<'messaging.contacts.consents'> }) {
  const t = useTexts(contactsMessages);
  const { instant } = useFormats();
  const told = Object.entries(entry.evidence)
    .filter(([name, value]) => name !== 'flagged' && (typeof value === 'string' || typeof value === 'number'))
    .map(([name, value]) => `${name}: ${String(value)}`);
  const detail = [`${t.source}: ${entry.source}`, ...told, ...(entry.evidence['flagged'] === true ? [t.flagged] : [])];
  return (
    <>
      <div style={{ display: 'flex', justifyContent: 'space-between' }}>
        <ConsentPill state={entry.state} />
        <span style={{ color: 'var(--text-dimmed)' }}>{instant(entry.at)}</span>
      </div>
      <div style={{ color: 'var(--text-dimmed)' }}>{detail.join(' · ')}</div>
    </>
  );
}

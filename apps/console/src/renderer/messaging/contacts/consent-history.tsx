import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ItemOf } from '../../api/operations.ts';
import { useApi } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Loaded } from '../../ui/feedback/state.tsx';
import { Section } from '../../ui/page.tsx';
import classes from './consent-history.module.css';
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
      <p className={classes['text']}>{t.historyText}</p>
      <Loaded read={read} lines={3}>
        {({ pages }) => (
          <ol className={classes['ledger']}>
            {pages
              .flatMap(({ items }) => items)
              .map((entry) => (
                <li key={entry.id} className={classes['entry']}>
                  <Entry entry={entry} />
                </li>
              ))}
          </ol>
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
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${String(value)}`);
  const detail = [`${t.source}: ${entry.source}`, ...told, ...(entry.evidence['flagged'] === true ? [t.flagged] : [])];
  return (
    <>
      <ConsentPill state={entry.state} />
      <div className={classes['quiet']}>
        {detail.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </div>
      <time className={classes['quiet']} dateTime={entry.at}>
        {instant(entry.at)}
      </time>
    </>
  );
}

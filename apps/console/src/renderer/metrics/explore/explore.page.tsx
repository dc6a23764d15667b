import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ChartLine } from 'lucide-react';
import { useMemo } from 'react';
import { localDay } from '@marquee/rules/time/local-time';
import { useIdentity } from '../../api/session-context.tsx';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { usePlatform } from '../../platform/platform.tsx';
import { Chart } from '../../ui/charts/chart.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { EmptyState, FailureState, Loaded, LoadingState } from '../../ui/feedback/state.tsx';
import { useUrlState } from '../../ui/filters/use-url-state.ts';
import { Page } from '../../ui/page.tsx';
import classes from '../metrics.module.css';
import { useAnswer, useCatalog } from '../metrics.queries.ts';
import { chartedAnswer } from './answer-series.ts';
import { CsvButton } from './csv-button.tsx';
import { exploreMessages } from './explore.messages.ts';
import { QueryBuilder } from './query-builder.tsx';
import { inputOf, metricsOf, questionOf, rangeBefore, rangeOf, type Question } from './question.ts';
import { ViewsMenu } from './views-menu.tsx';

/** Metrics over time: what to ask, the answer as a chart and as a table, and the same as CSV. */
export function ExplorePage() {
  const t = useTexts(exploreMessages);
  const { now } = usePlatform();
  const { timeZone } = useFormats();
  const [url] = useUrlState();
  const navigate = useNavigate();
  const { scopes } = useIdentity();
  const catalog = useCatalog();
  const text = JSON.stringify(url);
  const question = useMemo(
    () => questionOf(url, { timeZone, today: localDay(now(), timeZone) }),
    [text, timeZone, now],
  );
  const range = useMemo(() => rangeOf(question, now()), [question, now]);
  const input = useMemo(() => inputOf(question, range), [question, range]);
  const isAsked = metricsOf(question).length > 0;
  const upload = scopes.includes('metrics:write') ? (
    <Button onClick={() => void navigate({ to: '/insights/upload' })}>{t.upload}</Button>
  ) : null;
  return (
    <Page
      title={t.title}
      actions={
        <>
          <ViewsMenu question={question} input={input} isAsked={isAsked} />
          {isAsked ? <CsvButton question={question} range={range} /> : null}
          <ShowAsCode operation="metrics.dashboards.query" input={input} />
        </>
      }
    >
      <Loaded read={catalog}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={ChartLine} title={t.noTypes} action={upload}>
              {t.noTypesText}
            </EmptyState>
          ) : (
            <>
              <QueryBuilder question={question} types={items} />
              {isAsked ? (
                <Answer question={question} range={range} />
              ) : (
                <EmptyState icon={ChartLine} title={t.nothing}>
                  {t.nothingText}
                </EmptyState>
              )}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

interface AnswerProps {
  readonly question: Question;
  readonly range: { readonly start: string; readonly end: string };
}

function Answer({ question, range }: AnswerProps) {
  const t = useTexts(exploreMessages);
  const answer = useAnswer(inputOf(question, range), true);
  const before = useAnswer(inputOf(question, rangeBefore(range)), question.isCompared);
  const earlier = question.isCompared ? before.data : undefined;
  const charted = useMemo(
    () =>
      answer.data === undefined
        ? null
        : chartedAnswer(answer.data, earlier, { none: t.none, before: t.before, other: t.other }),
    [answer.data, earlier, t],
  );
  if (answer.error !== null) return <FailureState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (charted === null || answer.data === undefined) return <LoadingState />;
  if (charted.at.length === 0)
    return (
      <EmptyState icon={ChartLine} title={t.noData}>
        {t.noDataText}
      </EmptyState>
    );
  return (
    <div className={classes['answer']} data-stale={answer.isFetching || undefined}>
      <Chart
        title={metricsOf(question)
          .map(({ name }) => name)
          .join(', ')}
        at={charted.at}
        series={charted.series}
        kind={charted.at.length === 1 ? 'bar' : 'line'}
        heightPx={360}
      />
      <About data={answer.data} leftOut={charted.leftOut} />
    </div>
  );
}

interface AboutProps {
  readonly data: NonNullable<ReturnType<typeof useAnswer>['data']>;
  readonly leftOut: number;
}

function About({ data: { metadata, series }, leftOut }: AboutProps) {
  const t = useTexts(exploreMessages);
  const { instantWithSeconds, number } = useFormats();
  const how = metadata.cache === 'hit' ? t.fromCache : t.inMs(number(Math.round(metadata.query_ms)));
  return (
    <div className={classes['about']} role="status">
      <span>
        {t.computed(instantWithSeconds(metadata.computed_at))} {how}
      </span>
      <span>{t.inZone(metadata.time_zone)}</span>
      {leftOut > 0 ? <span>{t.leftOut(number(leftOut))}</span> : null}
      {series.some(({ truncated }) => truncated) ? <span>{t.truncated}</span> : null}
      {series.some(({ exact }) => !exact) ? <span>{t.approximate}</span> : null}
    </div>
  );
}

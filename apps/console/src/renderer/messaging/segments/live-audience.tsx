import type { SegmentFilter } from '@marquee/rules/messaging/segments/segment-filter';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { FailureNote } from '../../ui/feedback/failure-note.tsx';
import classes from './segment-editor.module.css';
import { segmentsMessages } from './segments.messages.ts';
import { useAudience } from './segments.queries.ts';

/** Who matches a filter while it is being written: how many, how many may be messaged, and some of them. */
export function LiveAudience({ filter }: { readonly filter: SegmentFilter }) {
  const t = useTexts(segmentsMessages);
  const { number, percent } = useFormats();
  const { data, isOld, isWhole, error } = useAudience(filter);
  const isWaiting = isWhole && (isOld || data === undefined) && error === null;
  return (
    <section className={classes['live']} data-old={isOld || !isWhole || undefined} aria-busy={isWaiting}>
      <h2 className={classes['liveTitle']}>{t.live}</h2>
      <FailureNote error={error} />
      {data === undefined ? null : (
        <div className={classes['found']}>
          <div aria-live="polite">
            <div>
              <span className={classes['count']}>{number(data.matching_users)}</span> {t.matching}
            </div>
            <p className={classes['quiet']}>
              {number(data.opted_in)} {t.optedIn}
              {data.matching_users === 0 ? null : ` (${percent(data.opted_in / data.matching_users)})`}
            </p>
          </div>
          <h3 className={classes['sampleTitle']}>{t.sample}</h3>
          {data.sample_users.length === 0 ? <p className={classes['quiet']}>{t.nobody}</p> : null}
          <ul className={classes['sample']}>
            {data.sample_users.map((phone) => (
              <li key={phone}>
                <Link to="/audiences/contacts/$phone" params={{ phone }}>
                  {phone}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className={classes['quiet']}>{said()}</p>
    </section>
  );

  function said(): string {
    if (!isWhole) return t.unfinished;
    return isWaiting ? t.counting : data === undefined ? '' : t.took(number(data.evaluation_time_ms));
  }
}

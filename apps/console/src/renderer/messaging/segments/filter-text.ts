import { isFilterGroup, type FilterLeaf, type SegmentFilter } from '@marquee/rules/messaging/segments/segment-filter';
import type { useTexts } from '../../i18n/locale.tsx';
import type { segmentsMessages } from './segments.messages.ts';

type Texts = ReturnType<typeof useTexts<(typeof segmentsMessages)['en']>>;

/** A filter as a sentence, such as `city is Berlin and (plan is gold or plan is silver)`. */
export function filterText(filter: SegmentFilter, t: Texts): string {
  return isFilterGroup(filter)
    ? joined(filter.conditions, filter.operator === 'AND' ? t.and : t.or, t)
    : leafText(filter, t);
}

function joined(conditions: readonly SegmentFilter[], word: string, t: Texts): string {
  return conditions
    .map((condition) => {
      const text = filterText(condition, t);
      return isFilterGroup(condition) && condition.conditions.length > 1 ? `(${text})` : text;
    })
    .join(` ${word} `);
}

function leafText({ attribute, operator, value }: FilterLeaf, t: Texts): string {
  if (operator === 'exists') return `${attribute} ${value === false ? t.existsNot : t.exists}`;
  const said = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  return `${attribute} ${t[operator]} ${said}${operator === 'within_days' ? ` ${t.days}` : ''}`;
}

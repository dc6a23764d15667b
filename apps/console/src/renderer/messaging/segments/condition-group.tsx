import { Button, SegmentedControl } from '@mantine/core';
import { filterDepthMax } from '@marquee/rules/messaging/segments/segment-filter';
import { Group, Plus, X } from 'lucide-react';
import { useTexts } from '../../i18n/locale.tsx';
import { ConditionLine } from './condition-line.tsx';
import { newGroup, newLeaf, type Draft, type GroupDraft } from './filter-draft.ts';
import classes from './segment-editor.module.css';
import { segmentsMessages } from './segments.messages.ts';

interface ConditionGroupProps {
  readonly group: GroupDraft;
  /** 1 for the outermost; a condition inside is one deeper. */
  readonly level: number;
  readonly names: readonly string[];
  readonly onChange: (group: GroupDraft) => void;
  /** Puts something else where a condition or group stands anywhere in the filter; null takes it out. */
  readonly replace: (key: number, next: Draft | null) => void;
}

/** Conditions joined by all or any, with groups inside groups. */
export function ConditionGroup({ group, level, names, onChange, replace }: ConditionGroupProps) {
  const t = useTexts(segmentsMessages);
  return (
    <fieldset className={classes['group']} data-or={group.operator === 'OR' || undefined}>
      <legend className="visually-hidden">{t.group(level)}</legend>
      <GroupTop group={group} level={level} onChange={onChange} replace={replace} />
      <ul className={classes['conditions']}>
        {group.conditions.map((condition) => (
          <li key={condition.key}>
            {condition.kind === 'leaf' ? (
              <ConditionLine
                leaf={condition}
                names={names}
                onChange={(next) => replace(condition.key, next)}
                onRemove={() => replace(condition.key, null)}
              />
            ) : (
              <ConditionGroup
                group={condition}
                level={level + 1}
                names={names}
                onChange={(next) => replace(condition.key, next)}
                replace={replace}
              />
            )}
          </li>
        ))}
      </ul>
      <Adds group={group} level={level} onChange={onChange} />
    </fieldset>
  );
}

function GroupTop({ group, level, onChange, replace }: Omit<ConditionGroupProps, 'names'>) {
  const t = useTexts(segmentsMessages);
  return (
    <div className={classes['groupTop']}>
      <SegmentedControl
        size="xs"
        aria-label={t.joined}
        data={[
          { value: 'AND', label: t.all },
          { value: 'OR', label: t.any },
        ]}
        value={group.operator}
        onChange={(value) => onChange({ ...group, operator: value === 'OR' ? 'OR' : 'AND' })}
      />
      {level === 1 ? null : (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<X size={12} aria-hidden />}
          onClick={() => replace(group.key, null)}
        >
          {t.removeGroup}
        </Button>
      )}
    </div>
  );
}

function Adds({ group, level, onChange }: Pick<ConditionGroupProps, 'group' | 'level' | 'onChange'>) {
  const t = useTexts(segmentsMessages);
  const add = (draft: Draft) => onChange({ ...group, conditions: [...group.conditions, draft] });
  // A group one level deeper needs room for a condition inside it.
  const canNest = level + 2 <= filterDepthMax;
  return (
    <div className={classes['adds']}>
      <Button variant="subtle" leftSection={<Plus size={14} aria-hidden />} onClick={() => add(newLeaf())}>
        {t.addCondition}
      </Button>
      <Button
        variant="subtle"
        disabled={!canNest}
        title={canNest ? undefined : t.deepest}
        leftSection={<Group size={14} aria-hidden />}
        onClick={() => add(newGroup(group.operator === 'AND' ? 'OR' : 'AND'))}
      >
        {t.addGroup}
      </Button>
    </div>
  );
}

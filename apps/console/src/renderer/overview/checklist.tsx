import { Button } from '@mantine/core';
import { Circle, CircleCheck } from 'lucide-react';
import { useTexts } from '../i18n/locale.tsx';
import { useTicks } from '../platform/ticks.ts';
import { ScreenLink, useHasScreen } from '../shell/screen-link.tsx';
import { Card } from './needs-you.tsx';
import { overviewMessages } from './overview.messages.ts';
import classes from './overview.module.css';
import { useTasks, type Task } from './overview.queries.ts';

/** The first things to do; each ticks itself, and all of it goes away when it is hidden or done. */
export function Checklist() {
  const t = useTexts(overviewMessages);
  const ticks = useTicks();
  const hasScreen = useHasScreen();
  const tasks = useTasks().filter(({ to }) => hasScreen(to));
  const done = tasks.filter(({ isDone }) => isDone).length;
  if (ticks.has('checklist') || done === tasks.length) return null;
  const beside = (
    <Button variant="subtle" color="gray" size="compact-xs" onClick={() => ticks.set('checklist')}>
      {t.hideChecklist}
    </Button>
  );
  return (
    <Card title={`${t.checklist} · ${t.checklistText(done, tasks.length)}`} beside={beside}>
      <ul className={classes['list']}>
        {tasks.map((task) => (
          <TaskLine key={task.id} task={task} />
        ))}
      </ul>
    </Card>
  );
}

function TaskLine({ task: { id, to, isDone } }: { readonly task: Task }) {
  const t = useTexts(overviewMessages);
  const Icon = isDone ? CircleCheck : Circle;
  return (
    <li className={classes['task']} data-done={isDone || undefined}>
      <Icon
        size={16}
        strokeWidth={1.75}
        color={isDone ? 'var(--tone-good)' : 'var(--tone-neutral)'}
        aria-label={isDone ? t.done : t.toDo}
        role="img"
      />
      <ScreenLink to={to}>{t[id]}</ScreenLink>
    </li>
  );
}

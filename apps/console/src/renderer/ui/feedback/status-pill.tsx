import classes from './status-pill.module.css';

/** What a state means to whoever looks: nothing yet, under way, well, look here, wrong. */
export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad';

/** A state as a dot and a word; plain markup, for there is one in every row. */
export function StatusPill({ tone, label }: { readonly tone: Tone; readonly label: string }) {
  return (
    <span className={`${classes['pill']} ${classes[tone]}`}>
      <span className={classes['dot']} aria-hidden />
      {label}
    </span>
  );
}

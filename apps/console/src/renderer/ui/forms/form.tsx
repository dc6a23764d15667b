import { Button } from '@mantine/core';
import type { SnippetName } from '@marquee/sdk/snippets';
import type { ReactNode } from 'react';
import { FormProvider, useForm, useWatch } from 'react-hook-form';
import type { DefaultValues, FieldPath, FieldValues } from 'react-hook-form';
import { failureOf } from '../../api/failure.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ShowAsCode } from '../dialogs/show-as-code.tsx';
import { uiMessages } from '../ui.messages.ts';
import { contractResolver, fieldOfPointer, withoutEmpty, type SchemaLoader } from './form-resolver.ts';
import { DraftNote, useFormDraft } from './form-draft.tsx';
import classes from './form.module.css';
import { OfflineReason, WriteButton } from './write-button.tsx';

interface FormProps<Values extends FieldValues, Input> {
  /** The contract's own schema, loaded when it is needed: `async () => (await import('@marquee/api/…')).things.create.input`. */
  readonly schema: SchemaLoader;
  readonly initial: DefaultValues<Values>;
  /** What the operation takes, from what stands in the fields; by default the fields that are not empty. */
  readonly toInput?: (values: Values) => Input;
  /** Makes the call. What it refuses is shown at the fields it names, else above the buttons. */
  readonly onSubmit: (input: Input) => Promise<unknown>;
  readonly submitLabel: string;
  readonly onCancel?: () => void;
  readonly children: ReactNode;
  /** Keeps what is typed under this name until it is sent or cancelled, over reloads and outages: `contact.new`. Not for forms that hold a secret. */
  readonly draft?: string;
  /** The operation that it calls: the call with what stands in the fields is then shown as code. */
  readonly operation?: SnippetName;
  /** What that call takes, where it is not what `toInput` makes: beside the fields, the record that they change. */
  readonly toCall?: (values: Values) => object;
  /** Stands beside the buttons in the place of the operation's code. */
  readonly aside?: ReactNode;
}

/** A form over one operation: its contract checks the fields, and the server's refusals land on them. */
export function Form<Values extends FieldValues, Input>(props: FormProps<Values, Input>) {
  const t = useTexts(uiMessages);
  const { schema, initial, toInput = withoutEmpty as (values: Values) => Input, onSubmit } = props;
  const { toCall = toInput as (values: Values) => object } = props; // an operation takes an object
  const form = useForm<Values, unknown, unknown>({
    defaultValues: initial,
    resolver: contractResolver(schema, { toInput, required: t.required }),
    mode: 'onTouched',
  });
  const draft = useFormDraft(form, props.draft);
  const submit = form.handleSubmit(async (input) => {
    try {
      await onSubmit(input as Input); // the resolver answers what `toInput` made
      draft.drop();
    } catch (error) {
      const failure = failureOf(error);
      for (const { pointer, detail } of failure.fields) {
        form.setError(fieldOfPointer(pointer) as FieldPath<Values>, { type: 'server', message: detail });
      }
      form.setError('root.server', {
        message: failure.kind === 'offline' ? t.offlineTitle : failure.detail || t.failedText,
      });
    }
  });
  const { errors, isSubmitting } = form.formState;
  const above = errors.root?.['server']?.message ?? errors.root?.message;
  return (
    <FormProvider {...form}>
      <form noValidate className={classes['form']} onSubmit={(event) => void submit(event)}>
        <DraftNote {...draft} />
        {props.children}
        {above === undefined ? null : (
          <div role="alert" className={classes['failure']}>
            {String(above)}
          </div>
        )}
        <OfflineReason />
        <Actions
          {...props}
          aside={props.aside ?? (props.operation && <FormCode operation={props.operation} toCall={toCall} />)}
          isSubmitting={isSubmitting}
          drop={draft.drop}
        />
      </form>
    </FormProvider>
  );
}

interface FormCodeProps<Values extends FieldValues> {
  readonly operation: SnippetName;
  readonly toCall: (values: Values) => object;
}

/** The call that the form would make now. */
function FormCode<Values extends FieldValues>({ operation, toCall }: FormCodeProps<Values>) {
  const values = useWatch<Values>();
  // Every field has an initial value, so what is watched is whole.
  return <ShowAsCode operation={operation} input={{ ...toCall(values as Values) }} />;
}

type ActionsProps = Pick<FormProps<FieldValues, unknown>, 'aside' | 'onCancel' | 'submitLabel'> & {
  readonly isSubmitting: boolean;
  /** Forgets what was typed. */
  readonly drop: () => void;
};

function Actions({ aside, submitLabel, isSubmitting, onCancel, drop }: ActionsProps) {
  const t = useTexts(uiMessages);
  const cancel = () => {
    drop();
    onCancel?.();
  };
  return (
    <div className={classes['actions']}>
      <div className={classes['aside']}>{aside}</div>
      {onCancel === undefined ? null : (
        <Button variant="default" onClick={cancel}>
          {t.cancel}
        </Button>
      )}
      <WriteButton type="submit" loading={isSubmitting}>
        {submitLabel}
      </WriteButton>
    </div>
  );
}

import { Button, Textarea } from '@mantine/core';
import type { SnippetName } from '@marquee/sdk/snippets';
import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { useController, useWatch } from 'react-hook-form';
import { useTexts } from '../../i18n/locale.tsx';
import { SwitchField, TextField } from '../../ui/forms/fields.tsx';
import { FormColumns } from '../../ui/forms/form-columns.tsx';
import type { SchemaLoader } from '../../ui/forms/form-resolver.ts';
import { Form } from '../../ui/forms/form.tsx';
import { useContactAttributes } from '../segments/segments.queries.ts';
import classes from './template-editor.module.css';
import { TemplatePreview } from './template-preview.tsx';
import { templatesMessages } from './templates.messages.ts';
import type { Template } from './templates.queries.ts';

/** What a template is made of. */
export type TemplateFields = Pick<Template, 'name' | 'content' | 'is_active'>;

interface TemplateEditorProps {
  readonly schema: SchemaLoader;
  readonly operation: SnippetName;
  readonly initial: TemplateFields;
  /** The template as it is stored; null while it is new. */
  readonly saved: Template | null;
  readonly submitLabel: string;
  readonly toInput: (fields: TemplateFields) => object;
  readonly onSubmit: (fields: TemplateFields) => Promise<unknown>;
  readonly isReadOnly: boolean;
}

/** The text on one side, on the other its size and what somebody would read. */
export function TemplateEditor({ initial, saved, isReadOnly, toInput, ...form }: TemplateEditorProps) {
  const t = useTexts(templatesMessages);
  return (
    <fieldset className={classes['whole']} disabled={isReadOnly}>
      <Form<TemplateFields, TemplateFields>
        schema={form.schema}
        draft={`template.${saved?.id ?? 'new'}`}
        initial={initial}
        toInput={(fields) => toInput(fields) as TemplateFields}
        onSubmit={form.onSubmit}
        submitLabel={form.submitLabel}
        operation={form.operation}
      >
        <FormColumns beside={<Preview saved={saved} />}>
          <TextField name="name" label={t.name} isRequired isFirst />
          <Content />
          <SwitchField name="is_active" label={t.active} />
        </FormColumns>
      </Form>
    </fieldset>
  );
}

const attributesShown = 8;

function Content() {
  const t = useTexts(templatesMessages);
  const { field, fieldState } = useController<TemplateFields, 'content'>({ name: 'content' });
  const area = useRef<HTMLTextAreaElement>(null);
  const names = useContactAttributes().filter((name) => /^[A-Za-z_]\w{0,63}$/.test(name));
  const insert = (name: string) => {
    const at = area.current?.selectionStart ?? field.value.length;
    field.onChange(`${field.value.slice(0, at)}{${name}}${field.value.slice(at)}`);
    area.current?.focus();
  };
  return (
    <div>
      <Textarea
        {...field}
        ref={area}
        label={t.content}
        description={t.contentHint}
        withAsterisk
        autosize
        minRows={6}
        maxLength={1600}
        error={fieldState.error?.message}
      />
      <div className={classes['inserts']}>
        {names.length === 0 ? null : <span>{t.insert}</span>}
        {names.slice(0, attributesShown).map((name) => (
          <Button
            key={name}
            variant="default"
            size="compact-xs"
            leftSection={<Plus size={10} aria-hidden />}
            aria-label={t.insertOf(name)}
            onClick={() => insert(name)}
          >
            {name}
          </Button>
        ))}
      </div>
    </div>
  );
}

function Preview({ saved }: { readonly saved: Template | null }) {
  const content = useWatch<TemplateFields, 'content'>({ name: 'content' });
  return <TemplatePreview content={content} saved={saved} />;
}

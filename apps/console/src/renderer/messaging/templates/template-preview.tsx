import { countSms } from '@marquee/rules/messaging/sms/sms-parts';
import { fillTemplate, variablesOf } from '@marquee/rules/messaging/sms/template-text';
import { useState } from 'react';
import { useFormats } from '../../i18n/format.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { ShowAsCode } from '../../ui/dialogs/show-as-code.tsx';
import { Panel } from '../../ui/forms/form-columns.tsx';
import { Quiet } from '../../ui/quiet.tsx';
import { ContactPicker } from '../contacts/contact-picker.tsx';
import type { Contact } from '../contacts/contacts.queries.ts';
import { PhoneBubble } from '../phone-bubble.tsx';
import classes from './template-editor.module.css';
import { templatesMessages } from './templates.messages.ts';
import { useNewestContact, useTemplatePreview, type Template } from './templates.queries.ts';

interface TemplatePreviewProps {
  readonly content: string;
  /** The template as it is stored: what is shown unchanged is filled in by the server. */
  readonly saved: Template | null;
}

/** A text as one real contact gets it, and what it is billed as. */
export function TemplatePreview({ content, saved }: TemplatePreviewProps) {
  const t = useTexts(templatesMessages);
  const newest = useNewestContact();
  const [picked, setPicked] = useState<Contact | null>(null);
  const contact = picked ?? newest ?? null;
  const stored = useTemplatePreview(saved?.content === content ? saved.id : null, contact?.id ?? null);
  const here = fillTemplate(content, contact?.attributes ?? {});
  const text = stored.data?.text ?? here.text;
  const missing = stored.data?.missing_variables ?? here.missing;
  return (
    <Panel title={t.preview}>
      <ContactPicker label={t.previewFor} onPick={setPicked} />
      {/* Until it is known whether there is one, its line is kept free. */}
      <Quiet>{contact?.phone_e164 ?? (newest === undefined ? '\u00a0' : t.noContacts)}</Quiet>
      <PhoneBubble>{text}</PhoneBubble>
      {missing.length > 0 && contact !== null ? (
        <p className={classes['warning']} role="status">
          {t.missing(missing.join(', '))}
        </p>
      ) : null}
      <Size text={text} />
      {saved === null || variablesOf(content).length === 0 || saved.content !== content ? null : (
        <p className={classes['worst']} title={t.worstCaseHint}>
          {t.worstCase}: {saved.worst_case.encoding}, {t.partsOf(saved.worst_case.parts)}
        </p>
      )}
      {saved === null ? null : <PreviewCode template={saved} contact={contact} />}
    </Panel>
  );
}

interface PreviewCodeProps {
  readonly template: Template;
  readonly contact: Contact | null;
}

function PreviewCode({ template: { id }, contact }: PreviewCodeProps) {
  const whom = contact === null ? {} : { contact_id: contact.id };
  return <ShowAsCode operation="messaging.templates.preview" input={{ template_id: id, ...whom }} />;
}

function Size({ text }: { readonly text: string }) {
  const t = useTexts(templatesMessages);
  const { number } = useFormats();
  const { encoding, units, parts, firstNonGsm } = countSms(text);
  return (
    <div className={classes['size']}>
      <div role="status">
        <strong>{t.partsOf(parts)}</strong> <Quiet>{t.sizeOf(encoding, number(units))}</Quiet>
      </div>
      {firstNonGsm === null ? null : <Quiet>{t.forces(firstNonGsm)}</Quiet>}
    </div>
  );
}

import { useTexts } from '../../i18n/locale.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { uiMessages } from '../../ui/ui.messages.ts';
import { ContactFields } from './contact-fields.tsx';
import { fieldsOf, undoInput, updateInput, type ContactFields as Fields } from './contact-form.ts';
import { contactsMessages } from './contacts.messages.ts';
import { useUpdateContact, type Contact } from './contacts.queries.ts';

const schema = async () => (await import('@marquee/api/messaging/contacts.contract')).contacts.update.input;

interface EditContactProps {
  readonly contact: Contact;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** The dialog that changes a contact. What changes no consent can be taken back: the ledger of consent is never unwritten. */
export function EditContact({ contact, isOpen, onClose }: EditContactProps) {
  const t = useTexts(contactsMessages);
  const ui = useTexts(uiMessages);
  const say = useToast();
  const update = useUpdateContact();
  const submit = async (input: ReturnType<typeof updateInput>) => {
    await update.mutateAsync(input);
    const undo = () => update.mutateAsync(undoInput(input, contact));
    say(t.savedToast, input.consent_state === undefined ? undo : undefined);
    onClose();
  };
  return (
    <Dialog title={t.editTitle} isOpen={isOpen} onClose={onClose}>
      <Form
        schema={schema}
        operation="messaging.contacts.update"
        draft={`contact.${contact.phone_e164}`}
        initial={fieldsOf(contact)}
        toInput={(fields: Fields) => updateInput(fields, contact)}
        onSubmit={submit}
        submitLabel={ui.save}
        onCancel={onClose}
      >
        <ContactFields isNew={false} />
      </Form>
    </Dialog>
  );
}

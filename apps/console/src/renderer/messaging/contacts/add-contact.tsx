import { useTexts } from '../../i18n/locale.tsx';
import { Dialog } from '../../ui/dialogs/dialog.tsx';
import { useToast } from '../../ui/feedback/toasts.tsx';
import { Form } from '../../ui/forms/form.tsx';
import { ContactFields } from './contact-fields.tsx';
import { createInput, newContactFields } from './contact-form.ts';
import { contactsMessages } from './contacts.messages.ts';
import { useCreateContact } from './contacts.queries.ts';

const schema = async () => (await import('@marquee/api/messaging/contacts.contract')).contacts.create.input;

/** The dialog that adds a contact. */
export function AddContact({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useTexts(contactsMessages);
  const say = useToast();
  const create = useCreateContact();
  const submit = async (input: ReturnType<typeof createInput>) => {
    const { phone_e164, warnings } = await create.mutateAsync(input);
    say([t.addedToast(phone_e164), ...warnings].join('. '));
    onClose();
  };
  return (
    <Dialog title={t.addTitle} isOpen={isOpen} onClose={onClose}>
      <Form
        schema={schema}
        operation="messaging.contacts.create"
        draft="contact.new"
        initial={newContactFields}
        toInput={createInput}
        onSubmit={submit}
        submitLabel={t.add}
        onCancel={onClose}
      >
        <ContactFields isNew />
      </Form>
    </Dialog>
  );
}

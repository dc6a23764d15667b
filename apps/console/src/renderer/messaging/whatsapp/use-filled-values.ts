import { useEffect, useRef } from 'react';
import { useFormContext, useWatch } from 'react-hook-form';
import { useRead } from '../../api/use-operation.ts';
import type { Contact } from '../contacts/contacts.queries.ts';
import { newValues, phoneIn, type WhatsappMessageFields } from './messages/whatsapp-message-form.ts';

/**
 * Fills variables in with the recipient's attributes of the same names, as a campaign does: when another template or recipient is
 * chosen. What was typed stays; what came from another recipient does not.
 *
 * @param variables what the chosen template's variables are called
 */
export function useFilledValues(variables: readonly string[]): void {
  const { getValues, setValue, clearErrors } = useFormContext<WhatsappMessageFields>();
  const attributes = useAttributesOf(phoneIn(useWatch<WhatsappMessageFields, 'phone_e164'>({ name: 'phone_e164' })));
  const filled = useRef<Readonly<Record<string, string>>>({});
  const names = JSON.stringify(variables);
  useEffect(() => {
    const values = getValues('template_variables');
    const next = newValues({ variables: JSON.parse(names) as string[], values, filled: filled.current, attributes });
    filled.current = { ...filled.current, ...next };
    for (const [name, value] of Object.entries(next)) {
      setValue(`template_variables.${name}`, value, { shouldDirty: true });
      clearErrors(`template_variables.${name}`);
    }
  }, [names, attributes, getValues, setValue, clearErrors]);
}

const none: Contact['attributes'] = {};

/** The attributes of the contact with a number; none while there is no such contact. A list, because most numbers are nobody's. */
function useAttributesOf(phone: string | null): Contact['attributes'] {
  const { data } = useRead(
    'messaging.contacts.list',
    { phone_prefix: phone ?? '', limit: 10 },
    { enabled: phone !== null },
  );
  return data?.items.find(({ phone_e164 }) => phone_e164 === phone)?.attributes ?? none;
}

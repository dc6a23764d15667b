/**
 * The forms in which one mobile number may be met, the one that people and numbering plans use first. WhatsApp knows some numbers by
 * an older or shorter form than they are dialled by, so that somebody's STOP would come from a number that nobody has.
 *
 * Source: Meta, "Phone numbers" (Brazil, Mexico, Argentina: the wa_id may differ from the number that was written to).
 *
 * @param phone E.164
 */
export function whatsappPhoneForms(phone: string): readonly [string, ...string[]] {
  for (const { pattern, forms } of plans) {
    const found = pattern.exec(phone);
    if (found !== null) return forms(found[1] ?? '', found[2] ?? '');
  }
  return [phone];
}

interface Plan {
  readonly pattern: RegExp;
  readonly forms: (area: string, rest: string) => readonly [string, ...string[]];
}

const plans: readonly Plan[] = [
  // Mexico dropped the 1 of mobile numbers in 2019; WhatsApp kept it.
  { pattern: /^\+521?(\d{10})$/, forms: (number) => [`+52${number}`, `+521${number}`] },
  // Argentina's mobile numbers have a 9 from abroad.
  { pattern: /^\+549?(\d{10})$/, forms: (number) => [`+549${number}`, `+54${number}`] },
  // Brazil put a 9 before mobile numbers, which begin with 6 to 9 behind it.
  { pattern: /^\+55(\d{2})9?([6-9]\d{7})$/, forms: (area, rest) => [`+55${area}9${rest}`, `+55${area}${rest}`] },
];

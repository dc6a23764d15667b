/** Fields that every contact has; any other name is an attribute. */
export const contactFields = ['phone_e164', 'consent_state', 'time_zone'] as const;

/** What a column becomes. */
export interface ColumnChoice {
  readonly column: string;
  readonly target: (typeof contactFields)[number] | 'attribute' | 'leave_out';
  /** The attribute that it fills. */
  readonly attribute: string;
}

const known: readonly (readonly [field: (typeof contactFields)[number], names: RegExp])[] = [
  [
    'phone_e164',
    /^(phone(_?e164|_?number)?|mobile(_?(phone|number))?|cell|tel(efon|ephone)?(_?nummer)?|msisdn|handy|number)$/,
  ],
  ['consent_state', /^(consent(_?(state|status))?|opt_?in(_?status)?|einwilligung|subscription(_?status)?)$/],
  ['time_zone', /^(time_?zone|tz|zeitzone)$/],
];

/** What each column most likely is, by its name; each field once. */
export function guessChoices(columns: readonly string[]): readonly ColumnChoice[] {
  const taken = new Set<string>();
  return columns.map((column) => {
    const plain = column
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_');
    const field = known.find(([name, names]) => names.test(plain) && !taken.has(name))?.[0];
    if (field !== undefined) taken.add(field);
    return { column, target: field ?? 'attribute', attribute: column.slice(0, 64) };
  });
}

/** The choices as an import takes them: column name to field or attribute, null for a column left out. */
export function mappingOf(choices: readonly ColumnChoice[]): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    choices.map(({ column, target, attribute }) => {
      if (target === 'leave_out') return [column, null];
      return [column, target === 'attribute' ? attribute.trim() || column : target];
    }),
  );
}

/** What is wrong with the choices; null when they can be sent. */
export function mappingIssue(choices: readonly ColumnChoice[]): 'phoneMissing' | 'phoneTwice' | null {
  const phones = choices.filter(({ target }) => target === 'phone_e164').length;
  return phones === 0 ? 'phoneMissing' : phones > 1 ? 'phoneTwice' : null;
}

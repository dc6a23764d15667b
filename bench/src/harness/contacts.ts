const cities = ['San Francisco', 'Austin', 'New York', 'Berlin', 'London'];

/** One made-up contact: number, consent, name, city, tier. */
export function contactFields(n: number): readonly string[] {
  const phone = `+1${201 + (n % 700)}${String(2_000_000 + n).padStart(7, '0')}`;
  return [phone, 'OPT_IN', `Customer ${n + 1}`, cities[n % cities.length] ?? '', n % 2 === 0 ? 'premium' : 'standard'];
}

/** The columns of `contactFields`. */
export const contactColumns = ['phone_e164', 'consent_state', 'name', 'city', 'tier'] as const;

/** A CSV of `count` contacts, all different, all opted in; those before `first` are left out. */
export function contactsCsv(count: number, first = 0): Blob {
  const lines = Array.from({ length: count }, (_each, n) => contactFields(first + n).join());
  return new Blob([`${contactColumns.join()}\n`, `${lines.join('\n')}\n`], { type: 'text/csv' });
}

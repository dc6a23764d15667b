import type { ContactImportRow, ImportErrorRow } from './contact-imports.store.ts';

/** An import as it is answered: without where its file is kept, with its first errors. */
export function importAnswer(row: ContactImportRow, firstErrors: readonly ImportErrorRow[]) {
  const { file_key: _key, evidence: _evidence, ...shown } = row;
  return {
    ...shown,
    validation_errors: firstErrors.map(({ row: number, field, reason }) => ({ row: number, field, reason })),
  };
}

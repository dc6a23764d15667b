import type { KeyedHash } from '../../lib/crypto/keyed-hash.ts';
import type { FileStore } from '../../lib/files.ts';
import type { StagedContact, StagedFault } from './contact-import-chunks.store.ts';
import { ImportFileError, recordsOf } from './contact-import-file.ts';
import {
  columnTargets,
  readRow,
  type FileRecord,
  type ImportedContact,
  type UnreadableRecord,
} from './contact-import-rows.ts';
import type { ContactImportRow } from './contact-imports.store.ts';

/** Rows of a file that are merged together. */
export interface ReadChunk {
  /** Rows of the file before this chunk. */
  readonly from: number;
  readonly rows: number;
  readonly contacts: readonly StagedContact[];
  readonly faults: readonly StagedFault[];
  /** Rows left out. */
  readonly faulty: number;
  /** Rows whose number had occurred in the chunk; the contact carries what both say. */
  readonly repeats: number;
  /** How many rows the whole file may have, from the bytes read so far. */
  readonly rowsEstimated: (processed: number) => number;
}

/** What a file is read with. */
export interface ChunkReaderOptions {
  readonly files: FileStore;
  readonly hashPhone: KeyedHash;
  readonly newId: () => string;
  readonly row: ContactImportRow;
  readonly rowsMax: number;
  /** Called now and then while rows that were merged before are skipped. */
  readonly onProgress: () => void;
}

const attributeCharsMax = 8_000_000;

/** Reads an import's file from where the import stands. Holds one chunk in memory. */
export class ChunkReader {
  readonly #options: ChunkReaderOptions;
  readonly #targets: ReturnType<typeof columnTargets>;
  #bytesRead = 0;

  constructor(options: ChunkReaderOptions) {
    this.#options = options;
    this.#targets = columnTargets(options.row.mapping);
  }

  /** @throws {ImportFileError} when the rest of the file cannot be read, after the last whole chunk */
  async *chunks(): AsyncGenerator<ReadChunk> {
    const { row, rowsMax } = this.#options;
    let at = 0;
    let draft = new Draft(row.processed, this.#options);
    let failure: ImportFileError | null = null;
    try {
      for await (const record of recordsOf(this.#counted(), row.format)) {
        if (at === 0) this.#refuseWithoutPhone(record);
        at += 1;
        if (at <= row.processed) {
          if (at % rowsMax === 0) this.#options.onProgress();
          continue;
        }
        draft.add(at, 'reason' in record ? [{ field: null, reason: record.reason }] : readRow(record, this.#targets));
        if (draft.rows < rowsMax && draft.chars < attributeCharsMax) continue;
        yield draft.finish(this.#estimate());
        draft = new Draft(at, this.#options);
      }
    } catch (error) {
      if (!(error instanceof ImportFileError)) throw error;
      failure = error;
    }
    if (draft.rows > 0) yield draft.finish(this.#estimate());
    if (failure !== null) throw failure;
  }

  async *#counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#options.files.read(this.#options.row.file_key)) {
      this.#bytesRead += chunk.byteLength;
      yield chunk;
    }
  }

  #estimate(): ReadChunk['rowsEstimated'] {
    const share = this.#bytesRead / this.#options.row.bytes;
    return (processed) => (share >= 1 ? processed : Math.max(processed, Math.round(processed / share)));
  }

  #refuseWithoutPhone(record: FileRecord | UnreadableRecord): void {
    if (this.#options.row.format !== 'csv' || 'reason' in record) return;
    if (record.columns.some((column) => this.#targets(column).kind === 'phone')) return;
    throw new ImportFileError('no column of its header gives phone_e164; name the column in `mapping`');
  }
}

class Draft {
  rows = 0;
  chars = 0;
  #faulty = 0;
  #repeats = 0;
  readonly #from: number;
  readonly #contacts = new Map<string, StagedContact>();
  readonly #faults: StagedFault[] = [];
  readonly #options: ChunkReaderOptions;

  constructor(from: number, options: ChunkReaderOptions) {
    this.#from = from;
    this.#options = options;
  }

  add(
    row: number,
    read: ImportedContact | readonly { readonly field: string | null; readonly reason: string }[],
  ): void {
    this.rows += 1;
    if (!('phone_e164' in read)) {
      this.#faulty += 1;
      for (const fault of read) this.#faults.push({ row, ...fault });
      return;
    }
    for (const value of Object.values(read.attributes)) this.chars += typeof value === 'string' ? value.length : 8;
    const earlier = this.#contacts.get(read.phone_e164);
    if (earlier === undefined) this.#contacts.set(read.phone_e164, this.#stage(row, read));
    else {
      this.#repeats += 1;
      this.#contacts.set(read.phone_e164, merged(earlier, this.#withDefault(read), row));
    }
  }

  finish(rowsEstimated: ReadChunk['rowsEstimated']): ReadChunk {
    return {
      ...{ from: this.#from, rows: this.rows, faulty: this.#faulty, repeats: this.#repeats, rowsEstimated },
      ...{ contacts: [...this.#contacts.values()], faults: this.#faults },
    };
  }

  #stage(row: number, read: ImportedContact): StagedContact {
    const { newId, hashPhone } = this.#options;
    return { row, id: newId(), consentId: newId(), phoneHmac: hashPhone(read.phone_e164), ...this.#withDefault(read) };
  }

  #withDefault(read: ImportedContact): ImportedContact {
    return { ...read, consent_state: read.consent_state ?? this.#options.row.default_consent_state };
  }
}

/** Two rows about one number, as if merged one after the other: the later wins, but nothing turns STOP into OPT_IN. */
function merged(earlier: StagedContact, later: ImportedContact, row: number): StagedContact {
  return {
    ...{ ...earlier, row, time_zone: later.time_zone ?? earlier.time_zone },
    consent_state: earlier.consent_state === 'STOP' ? 'STOP' : (later.consent_state ?? earlier.consent_state),
    attributes: { ...earlier.attributes, ...later.attributes },
  };
}

import type { Measure } from '@marquee/rules/metrics/metric-name';
import type { MetricValues } from '@marquee/rules/metrics/metric-record';
import type { Db } from '../../database/database.ts';

/** A data type as its store needs it. */
export interface StoredType {
  readonly workspaceId: string;
  readonly typeId: number;
  /** The position of each numeric field, from 1; a field keeps its own. */
  readonly slots: ReadonlyMap<string, number>;
  /** The zone by whose local days totals are kept. */
  readonly dayZone: string;
  /** Totals are kept of days that begin before this, while they are made anew for another zone; of all days when null. */
  readonly daysBeforeMs: number | null;
}

/** One row to write. Its identity is its time and its dimensions. */
export interface StoredRow {
  readonly atMs: number;
  /** Sorted by name. */
  readonly dimensions: readonly (readonly [string, string])[];
  readonly values: MetricValues;
}

/** Rows that are stored whole or not at all. */
export interface MetricsWrite {
  readonly type: StoredType;
  /** The batch's own name; the same batch again answers what was first answered. */
  readonly batchKey: string;
  /** No two of one identity. */
  readonly rows: readonly StoredRow[];
  /** Dimension sets that the type may have at most. */
  readonly setsMax: number;
}

/** What became of the rows. */
export interface MetricsReceipt {
  readonly accepted: number;
  readonly replaced: number;
  /** Rows that were there already with the same values. */
  readonly duplicates: number;
  /** Positions of rows that would have needed more dimension sets than the type may have. */
  readonly refused: readonly number[];
}

/**
 * Runs `work` in the transaction that makes a batch known, which holds the type against other writes, and may answer an
 * earlier receipt instead. A store inside our database writes its rows in `work`; one of its own commits first and only
 * then calls it.
 */
export type CommitBatch = (work: (db: Db, type: StoredType) => Promise<MetricsReceipt>) => Promise<MetricsReceipt>;

/** One table of numbers to compute: buckets, groups, measures. */
export interface MetricsScan {
  readonly type: StoredType;
  readonly fromMs: number;
  readonly toMs: number;
  /** Seconds of a bucket; 86400 means local days of `zone`. */
  readonly granularity: number;
  readonly zone: string;
  readonly dimensions: readonly string[];
  /** Dimension to accepted values; null stands for rows without the dimension. */
  readonly filters: readonly (readonly [string, readonly (string | null)[]])[];
  /** Distinct ones. */
  readonly measures: readonly Measure[];
  readonly rowsMax: number;
}

/** One bucket and group; `values` and `counts` stand in the order of the measures. */
export interface ScanRow {
  readonly bucketMs: number;
  readonly group: readonly (string | null)[];
  /** Null where the measure is not defined. */
  readonly values: readonly (number | null)[];
  /** Rows behind each value, for a ratio those of its denominator; 0 means that the bucket has nothing for the measure. Not all are 0. */
  readonly counts: readonly number[];
}

/** One dimension, for the catalog. */
export interface StoredDimension {
  readonly name: string;
  readonly distinctValues: number;
  /** At most 20, the first in order. */
  readonly examples: readonly string[];
}

/**
 * Where metrics are kept. What a workspace's types and fields are, its batches and its data versions stand in our own database whatever
 * the store; a store keeps rows and answers scans. One suite (`metrics-store-suite.ts`) says what each must do.
 */
export interface MetricsStore extends AsyncDisposable {
  readonly name: string;
  /** Stores a batch so that the next scan sees it. */
  write(write: MetricsWrite, commit: CommitBatch): Promise<MetricsReceipt>;
  /**
   * Rows in the order of bucket, then group (null last), at most `rowsMax`. A bucket and group for which the count of every measure
   * is 0 is left out: it is no row and takes no place under `rowsMax`, so that a scan which is not full has told everything there is.
   *
   * @param signal ends the work and rejects with its reason: a statement that runs is cancelled where the engine lets it
   */
  scan(scan: MetricsScan, signal: AbortSignal): Promise<readonly ScanRow[]>;
  /** Rows that the scan would have to read one by one, about: 0 where totals answer it. */
  rowsToRead(scan: MetricsScan, signal: AbortSignal): Promise<number>;
  dimensions(type: StoredType): Promise<readonly StoredDimension[]>;
  /** Forgets every row of a type, and that its batches ever came: of a type that is about to be deleted, so that none come again. */
  forget(type: StoredType): Promise<void>;
  /** Forgets the totals of all local days, in a transaction that holds the type. A store without such totals does nothing. */
  forgetDays(db: Db, type: StoredType): Promise<void>;
  /**
   * Makes the totals of the type's local days anew that begin from `fromMs` on and before `toMs`, in a transaction that holds the
   * type. A store without such totals does nothing.
   */
  rebuildDays(db: Db, type: StoredType, range: { readonly fromMs: number; readonly toMs: number }): Promise<void>;
}

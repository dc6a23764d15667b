// Made from the contract by `npm run generate`; do not edit.

export interface MetricPoint {
  /** When the bucket begins. */
  timestamp: string;
  /** The values of the dimensions grouped by; null for rows without the dimension. */
  group: Record<string, string | null>;
  /** The number; null where it is not defined, such as a ratio over zero. */
  value: number | null;
  /** Rows that it was computed from. */
  count: number;
  /** The range, or the present, cuts the bucket: it may yet grow, or holds less than a whole one. */
  partial: boolean;
}

/** One metric of a dashboard */
export interface MetricRequestInput {
  /**
   * A field, `total_`, `sum_`, `avg_`, `min_`, `max_` or `count_` and a field, a derived metric such as `ctr`, or,
   * for `unique`, the dimension to count. The answer is found under this name. At most 128 characters.
   */
  name: string;
  /** Where the data comes from, such as `meta_ads`: 1 to 64 letters, digits, `_`, `.` or `-`. */
  data_type: string;
  /** Group by these dimensions, at most 8. Default []. */
  dimensions?: string[] | undefined;
  /**
   * How rows become one number: what the name says unless given, `sum` where it says nothing. Derived metrics are
   * always ratios of sums. `unique` counts the distinct values of the dimension `name`.
   */
  aggregation_type?:
    | 'sum'
    | 'avg'
    | 'min'
    | 'max'
    | 'count'
    | 'p50'
    | 'p95'
    | 'p99'
    | 'unique'
    | 'rate'
    | (string & {})
    | undefined;
  /** For `rate`: the field whose sum is divided. At most 128 characters. */
  numerator?: string | undefined;
  /** For `rate`: the field whose sum divides. At most 128 characters. */
  denominator?: string | undefined;
}

export interface MetricsMetadata {
  /** Whether it was computed for this call. */
  cache: 'hit' | 'miss' | (string & {});
  /** Of your workspace’s questions to this server process, the share answered from the cache, 0 to 1. */
  cache_hit_rate: number;
  /** Milliseconds that computing it took, when it was computed. */
  query_ms: number;
  /** When it was computed. */
  computed_at: string;
  /** Points in it. */
  points: number;
  /** Bytes that it takes in the cache, about. */
  bytes: number;
  /** Whose days 86400 means. */
  time_zone: string;
}

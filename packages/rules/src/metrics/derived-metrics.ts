/** A metric that is a ratio of the sums of two fields, times a factor. */
export interface DerivedMetric {
  readonly numerator: string;
  readonly denominator: string;
  readonly factor: number;
}

/**
 * The ratios that every data type with their fields has. Each is a ratio of sums, never a mean of ratios: a day with one
 * impression does not weigh as much as one with a million.
 *
 * Source: IAB Europe, "Guide to digital advertising metrics": CTR, CPC, CPM, CPA, ROAS and conversion rate.
 */
export const derivedMetrics: Readonly<Record<string, DerivedMetric>> = {
  ctr: { numerator: 'clicks', denominator: 'impressions', factor: 1 },
  cpc: { numerator: 'spend', denominator: 'clicks', factor: 1 },
  cpm: { numerator: 'spend', denominator: 'impressions', factor: 1000 },
  cpa: { numerator: 'spend', denominator: 'conversions', factor: 1 },
  roas: { numerator: 'revenue', denominator: 'spend', factor: 1 },
  conversion_rate: { numerator: 'conversions', denominator: 'clicks', factor: 1 },
};

/** The derived metrics that a data type with these numeric fields allows, by name; a field of the same name comes first. */
export function derivedOf(metrics: ReadonlySet<string>): readonly (readonly [string, DerivedMetric])[] {
  return Object.entries(derivedMetrics).filter(
    ([name, { numerator, denominator }]) => !metrics.has(name) && metrics.has(numerator) && metrics.has(denominator),
  );
}

import { customType } from 'drizzle-orm/pg-core';

/** A timestamptz column that reads as ISO 8601 text in UTC with milliseconds, the wire's own form. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
});

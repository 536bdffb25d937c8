import type { Features } from "sterna/dialect"
import { features as postgres } from "sterna/dialects/postgres"

/** What CockroachDB can do, where it differs from PostgreSQL (its manual, v25, the pages named behind each line). */
export const features: Features = {
  ...postgres,
  // "PostgreSQL Compatibility": no column order, no exclusion constraints, no ONLY, no NULLS NOT DISTINCT.
  "index.only": false,
  "index.nullsDistinct": false,
  "constraint.exclude": false,
  // "CREATE TABLE", "Foreign Key Constraint": actions take no columns.
  "reference.setNullColumns": "Leave the columns out: `onDelete: \"set null\"` sets all columns of the key.",
  "reference.setDefaultColumns": "Leave the columns out: `onDelete: \"set default\"` sets all columns of the key.",
  // "ORDER BY": nulls come first; an index cannot say otherwise ("CREATE INDEX", "Known limitations").
  "index.ascNullsLast": "Nulls come first in an ascending index: leave their place out.",
  "index.descNullsFirst": "Nulls come last in a descending index: leave their place out.",
  // "CREATE INDEX": every index is built online, and CONCURRENTLY is read and means nothing more.
  "index.concurrently": true,
}

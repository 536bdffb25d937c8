import type { Features } from "sterna/dialect"
import { features as postgres } from "sterna/dialects/postgres"

/** What YugabyteDB can do, where it differs from PostgreSQL 15, of which it is made (its manual, v2025.1, "PostgreSQL compatibility"). */
export const features: Features = {
  ...postgres,
  // "Exclusion constraints" are not supported.
  "constraint.exclude": false,
  // "CREATE INDEX": access methods are lsm, gin and the vectors'.
  "index.using": "Its indexes are lsm: leave it out, or write execute(\"CREATE INDEX … USING …\").",
  "index.options": false,
}

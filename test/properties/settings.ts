import type * as Arbitrary from "effect/Arbitrary"
import type { LanguageSettings } from "sterna/dialect"
import { oneOf } from "./choice.ts"

/** Settings of a repo: none, and some of every kind. */
export const settings: Arbitrary.Arbitrary<LanguageSettings> = oneOf<LanguageSettings>([
  {},
  { prefix: "tenant" },
  { migrationDefaultPrefix: "app", migrationPrimaryKey: { name: "uuid", type: "binary_id", default: "x" } },
  { migrationPrimaryKey: false, migrationForeignKey: { column: "key", type: "uuid", prefix: "other" } },
  { migrationTimestamps: { type: "utc_datetime_usec", insertedAt: "made_at", updatedAt: false, null: true } },
])

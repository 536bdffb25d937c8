import type { Features } from "sterna/dialect"
import { features as mysql } from "sterna/dialects/mysql"

/** What TiDB can do, where it differs from MySQL 8 (its manual, v8.5, the pages named behind each line). */
export const features: Features = {
  ...mysql({ flavour: "mysql", version: "" }),
  // "MySQL Compatibility", "Storage engines": ENGINE is read and means nothing.
  "table.engine": "ignored",
  // "Constraints", CHECK: read and not kept, unless tidb_enable_check_constraint is on.
  "constraint.check": "TiDB would pass over it without a word: SET GLOBAL tidb_enable_check_constraint = ON, and write "
    + "execute(\"ALTER TABLE … ADD CONSTRAINT …\").",
  "constraint.notValid": false,
}

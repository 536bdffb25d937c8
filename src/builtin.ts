import type { DialectEntry } from "./dialect/registry.ts"

/** The dialects that the executable carries, each a chunk of its own that is loaded when a repo needs it. */
export const builtinDialects: ReadonlyArray<DialectEntry> = [
  {
    name: "cockroachdb",
    schemes: ["cockroachdb", "cockroach"],
    load: () => import("../plugins/cockroachdb/dialect.ts"),
  },
  { name: "mysql", schemes: ["mysql", "mariadb"], load: () => import("../plugins/mysql/dialect.ts") },
  { name: "postgres", schemes: ["postgres", "postgresql"], load: () => import("../plugins/postgres/dialect.ts") },
  { name: "sqlite", schemes: ["sqlite"], load: () => import("../plugins/sqlite/dialect.ts") },
  { name: "tidb", schemes: ["tidb"], load: () => import("../plugins/tidb/dialect.ts") },
  {
    name: "yugabytedb",
    schemes: ["yugabytedb", "yugabyte"],
    load: () => import("../plugins/yugabytedb/dialect.ts"),
  },
]

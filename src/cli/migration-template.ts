import type { SourceTag } from "../dialect/repo.ts"
import { tableOf } from "./migration-name.ts"

/** A new migration in TypeScript, with nothing in it but an example, whose words are imported. */
const typescript = (table: string): string =>
  `import { add, create, migration, table, timestamps } from "sterna"

export default migration({
  change: [
    // create(table("${table}"), [add("name", "string", { null: false }), timestamps()]),
  ],
})
`

/** A new data migration in TypeScript, with nothing in it but an example. */
const typescriptForData = (table: string): string =>
  `import { execute, migration } from "sterna"

export default migration({
  up: [
    // execute("UPDATE ${table} SET name = 'unknown' WHERE name IS NULL"),
  ],
  down: [],
})
`

/** A new migration in SQL, with nothing in it. */
const sql = `-- migrate:up


-- migrate:down

`

/** The text of a new migration, by its name. */
export const migrationTemplate = (name: string, language: "ts" | "sql", tag: SourceTag): string =>
  language === "sql" ? sql : (tag === "data" ? typescriptForData : typescript)(tableOf(name))

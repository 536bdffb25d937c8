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

/** A new migration in SQL, with nothing in it. */
const sql = `-- migrate:up


-- migrate:down

`

/** The text of a new migration, by its name. */
export const migrationTemplate = (name: string, language: "ts" | "sql"): string =>
  language === "ts" ? typescript(tableOf(name)) : sql

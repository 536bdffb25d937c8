/** A new migration in TypeScript, with nothing in it. */
const typescript = `import { migration } from "sterna"

export default migration({
  change: [
    // create(table("posts"), [add("title", "string", { null: false }), timestamps()]),
  ],
})
`

/** A new migration in SQL, with nothing in it. */
const sql = `-- migrate:up


-- migrate:down

`

/** The text of a new migration. */
export const migrationTemplate = (language: "ts" | "sql"): string => language === "ts" ? typescript : sql

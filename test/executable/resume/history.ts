import { sqlFile, typescript } from "../history.ts"
import type { Files } from "../project.ts"

const outside = "transaction: false"

/** A .sql file whose statements run outside a transaction, in both directions. */
export const sqlOutside = (up: ReadonlyArray<string>, down: ReadonlyArray<string>): string =>
  sqlFile(up.map((each) => `${each};`).join("\n"), down.map((each) => `${each};`).join("\n"))
    .replace("-- migrate:up", "-- migrate:up transaction:false")
    .replace("-- migrate:down", "-- migrate:down transaction:false")

const log = (text: string): string => `INSERT INTO log VALUES ('${text}')`

/** What the databases have other words for. */
export interface Words {
  /** A statement that changes the session alone. */
  readonly setting: string
  /** A statement that may be done twice. */
  readonly analyze: string
}

/**
 * Some forty steps of DDL and data outside a transaction, of every nature, with transactional migrations between them.
 * What is done twice shows: nothing in `log` is unique, and counters are counted up.
 */
export const history = ({ analyze, setting }: Words): Files => ({
  "migrations/10_log.ts": typescript(
    `change: [create(table("log", { primaryKey: false }), [add("text", "text")]), create(table("people"), [add("name", "string"), add("seen", "integer", { default: 0 })])]`,
  ),
  "migrations/20_schema.ts": typescript(`${outside}, change: [
    create(table("posts"), [add("title", "string"), add("person_id", references("people")), timestamps()]),
    create(index("posts", ["title"])),
    create(table("tags"), [add("name", "string", { null: false })]),
    create(index("tags", ["name"], { unique: true })),
    alter(table("posts"), [add("body", "text"), add("likes", "integer", { default: 0 })]),
    rename(table("posts"), "body", { to: "content" }),
    alter(table("posts"), [modify("title", "string", { size: 300, from: "string" })]),
    rename(table("tags"), { to: table("labels") }),
    execute("INSERT INTO people (name) VALUES ('ada'), ('bob')", "DELETE FROM people"),
    create(table("scratch"), [add("x", "integer")]),
    execute("${log("20 up")}", "${log("20 down")}"),
    execute("DROP TABLE scratch", "CREATE TABLE scratch (id integer, x integer)"),
  ]`),
  "migrations/30_data.ts": typescript(
    `change: [execute("UPDATE people SET seen = seen + 1", "UPDATE people SET seen = seen - 1"), execute("${
      log("30 up")
    }", "${log("30 down")}")]`,
  ),
  "migrations/40_raw.sql": sqlOutside(
    [
      setting,
      log("40 a"),
      "INSERT INTO posts (title, person_id, inserted_at, updated_at) SELECT name, id, '2026-11-21', '2026-11-21' FROM people",
      "BEGIN",
      "UPDATE posts SET likes = likes + 1",
      log("40 b"),
      "SELECT count(*) FROM posts",
      "COMMIT",
      analyze,
      "BEGIN",
      log("never"),
      "ROLLBACK",
      "UPDATE posts SET likes = likes * 3",
      "CREATE VIEW titles AS SELECT title FROM posts",
    ],
    ["DROP VIEW titles", "BEGIN", "DELETE FROM posts", log("40 down"), "COMMIT", setting, log("40 last")],
  ),
  "migrations/50_function.ts": typescript(`${outside},
    async up({ sql, run }) {
      await run(create(table("copies"), [add("title", "text"), add("number", "integer")]))
      const posts = await sql\`SELECT id, title, likes FROM posts ORDER BY id\`
      for (const { id, likes, title } of posts) {
        const [made] = await sql\`INSERT INTO copies (title, number) VALUES (\${title}, \${likes}) RETURNING number + 1 AS next\`
        await sql\`INSERT INTO log VALUES (\${title + " " + made.next})\`
        await sql\`UPDATE posts SET likes = likes + \${made.next} WHERE id = \${id}\`
      }
      const [{ n }] = await sql\`SELECT count(*) AS n FROM log\`
      await sql\`INSERT INTO log VALUES (\${"count " + n})\`
      await run(alter(table("copies"), [add("note", "string", { default: "none" })]))
      await sql\`BEGIN\`
      await sql\`UPDATE copies SET number = number + 1\`
      await sql\`COMMIT\`
    },
    *down({ sql }) {
      yield* sql\`INSERT INTO log VALUES ('50 down')\`
      yield* drop(table("copies"))
      yield* sql\`UPDATE posts SET likes = likes - 1\`
    }`),
  "migrations/60_plain.sql": sqlFile(`${log("60 up")};`, `${log("60 down")};`),
  "migrations/70_claimed.ts": typescript(`${outside}, lock: false, change: [
    execute("${log("70 a")}", "${log("70 down a")}"),
    create(table("claimed"), [add("x", "integer")]),
    execute("INSERT INTO claimed (x) VALUES (1)", "${log("70 down b")}"),
    create(index("claimed", ["x"])),
  ]`),
})

import { expect, test } from "bun:test"
import { observe } from "../../../plugins/postgres/server/observer.ts"
import { typescript } from "../../history.ts"
import type { Files } from "../../project.ts"
import { history, sqlOutside } from "../history.ts"
import { killAlongTheWay } from "../kill-rig.ts"
import type { Killable, KillableKind } from "../killable.ts"

/** A statement of which only its author can say whether it was done. */
const inBlock = (text: string) => `DO $$ BEGIN INSERT INTO log VALUES ('block ${text}'); END $$`

const concurrently: Files = {
  "migrations/80_concurrently.ts": typescript(`transaction: false, change: [
    create(index("posts", ["likes"], { concurrently: true, comment: "by likes" })),
    create(index("copies", ["title", "number"], { unique: true, concurrently: true })),
    drop(index("posts", ["title"], { concurrently: true })),
    execute("${inBlock("80 up")}", "${inBlock("80 down")}"),
  ]`),
  "migrations/90_raw_too.sql": sqlOutside(
    [
      "CREATE INDEX CONCURRENTLY raw ON log (text)",
      inBlock("90 a"),
      "VACUUM ANALYZE log",
      // Without a name it is not known what to look for.
      "CREATE INDEX CONCURRENTLY ON labels (name)",
      "REINDEX INDEX CONCURRENTLY raw",
      "SELECT set_config('sterna.test', 'x', false)",
      inBlock("90 b"),
      "INSERT INTO log SELECT 'setting ' || current_setting('sterna.test')",
    ],
    ["DROP INDEX CONCURRENTLY labels_name_idx", inBlock("90 down"), "DROP INDEX CONCURRENTLY IF EXISTS raw"],
  ),
}

const catalog = [
  "SELECT table_name, column_name, data_type, column_default, is_nullable, character_maximum_length "
  + "FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
  "SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition, indisvalid, "
  + "obj_description(indexrelid) AS comment FROM pg_index JOIN pg_class ON pg_class.oid = indrelid "
  + "WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
  "SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1",
  "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
]

/** Numbers of a sequence are used up by what was undone as well. */
const rowsOf = (table: string) =>
  table === "schema_migrations"
    ? "SELECT version::text AS version, name, checksum FROM schema_migrations ORDER BY version"
    : `SELECT (to_jsonb(t) - 'id' - 'person_id')::text AS row FROM "${table}" AS t ORDER BY 1`

const kind: KillableKind = {
  files: { ...history({ setting: "SET lock_timeout = '1min'", analyze: "ANALYZE people" }), ...concurrently },
  create: async (): Promise<Killable> => {
    const database = await observe()
    const { ask, url } = database
    return {
      url,
      state: async () => {
        const tables = await ask("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        const queries = [...catalog, ...tables.map(({ name }) => rowsOf(String(name)))]
        const answers = []
        for (const sql of queries) answers.push({ sql, rows: await ask(sql) })
        return answers
      },
      wasDone: async (statement) => {
        const block = /'(block [^']*)'/.exec(statement)?.[1]
        const sql = block === undefined
          ? "SELECT 1 WHERE to_regclass('labels_name_idx') IS NOT NULL"
          : `SELECT 1 FROM log WHERE text = '${block}'`
        return (await ask(sql)).length > 0
      },
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    }
  },
}

test("killed a hundred times on its way up and down, a history on PostgreSQL is what it would have been", async () => {
  const { kills } = await killAlongTheWay(kind, 100)
  expect(kills).toBeGreaterThanOrEqual(100)
}, 300_000)

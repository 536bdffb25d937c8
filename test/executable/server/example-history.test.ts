import { expect, test } from "bun:test"
import { cpSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { observe as observeMysql } from "../../plugins/mysql/server/observer.ts"
import { observe as observePostgres } from "../../plugins/postgres/server/observer.ts"
import { Project } from "../project.ts"

const migrations = join(import.meta.dir, "../../../migrations")
const versions = readdirSync(migrations).map((file) => file.slice(0, 14)).toSorted()

/** Columns and indexes, without those of the versions. */
const questions = (schema: string, indexes: string) => [
  "SELECT table_name AS t, column_name AS c, data_type AS type, is_nullable AS nullable FROM information_schema.columns "
  + `WHERE table_schema = ${schema} AND table_name NOT LIKE 'schema%' ORDER BY 1, 2`,
  indexes,
]

const databases = {
  PostgreSQL: {
    observe: observePostgres,
    schema: questions(
      "current_schema()",
      "SELECT indexdef AS i FROM pg_indexes WHERE schemaname = current_schema() AND tablename NOT LIKE 'schema%' ORDER BY 1",
    ),
  },
  MariaDB: {
    observe: observeMysql,
    schema: questions(
      "DATABASE()",
      "SELECT table_name AS t, index_name AS i, column_name AS c FROM information_schema.statistics "
        + "WHERE table_schema = DATABASE() AND table_name NOT LIKE 'schema%' ORDER BY 1, 2, seq_in_index",
    ),
  },
} as const

test.each(["PostgreSQL", "MariaDB"] as const)(
  "%s: the example history, up with a row in it, its status, and down as it came",
  async (name) => {
    const { observe, schema } = databases[name]
    await using database = await observe()
    using project = new Project()
    cpSync(migrations, project.path("migrations"), { recursive: true })
    const at = { env: { DATABASE_URL: database.url } }
    const run = async (...args: ReadonlyArray<string>) => {
      const { code, stderr, stdout } = await project.sterna(args, at)
      expect({ code, stderr: code === 0 ? stderr.match(/^(?:warning|note).*/gm) : stderr }).toEqual({
        code: 0,
        stderr: null,
      })
      return stdout
    }
    const schemas: Array<unknown> = []
    const look = async (): Promise<unknown> => {
      const answers = []
      for (const sql of schema) answers.push(await database.ask(sql))
      return answers
    }
    for (const version of versions) {
      schemas.push(await look())
      await run("migrate", "--to", version)
      if (version === "20260107110000") {
        await database.ask(
          "INSERT INTO posts (title, body, inserted_at, updated_at, published) "
            + "VALUES ('A Title', 'body', '2026-01-01 08:00:00', '2026-01-02 09:00:00', true)",
        )
      }
    }
    expect(await database.ask("SELECT title FROM published_posts")).toEqual([{ title: "A Title" }])
    expect(await database.ask("SELECT slug FROM posts")).toEqual([{ slug: "a-title-1" }])
    await run("status", "--check")
    expect(await run("migrate")).toBe("Migrations already up\n")
    for (const version of versions.toReversed()) {
      await run("rollback")
      expect({ version, schema: await look() }).toEqual({ version, schema: schemas.pop() })
      if (version === "20260109130000") {
        expect(await database.ask("SELECT title FROM posts WHERE published")).toEqual([{ title: "A Title" }])
      }
    }
    expect(await database.ask("SELECT version FROM schema_migrations")).toEqual([])
  },
)

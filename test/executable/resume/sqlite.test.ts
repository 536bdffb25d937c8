import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { history } from "./history.ts"
import { killAlongTheWay } from "./kill-rig.ts"
import type { Killable, KillableKind } from "./killable.ts"

const kind: KillableKind = {
  files: history({ setting: "PRAGMA cache_size = 1000", analyze: "ANALYZE people" }),
  create: async (folder): Promise<Killable> => {
    // What a dead process has written stays in memory as well, and is written faster.
    const place = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : folder, "sterna-killed-"))
    const path = join(place, "blog.db")
    const ask = (sql: string) => {
      using database = new Database(path, { readwrite: true })
      return database.query<Record<string, unknown>, []>(sql).all()
    }
    return {
      url: `sqlite:${path}`,
      state: async () => {
        const objects = ask(
          "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
        )
        const rows = objects.filter(({ type }) => type === "table").map(({ name: table }) => ({
          table,
          rows: ask(
            table === "schema_migrations"
              ? "SELECT version, name, checksum FROM schema_migrations ORDER BY version"
              : `SELECT * FROM "${String(table)}"`,
          ),
        }))
        return { objects, rows }
      },
      // All that SQLite does is transactional.
      wasDone: (statement) => Promise.reject(new Error(`There must be no doubt of ${statement}.`)),
      [Symbol.asyncDispose]: async () => rmSync(place, { recursive: true }),
    }
  },
}

test("killed a hundred times on its way up and down, a history on SQLite is what it would have been", async () => {
  const { kills } = await killAlongTheWay(kind, 100)
  expect(kills).toBeGreaterThanOrEqual(100)
}, 300_000)

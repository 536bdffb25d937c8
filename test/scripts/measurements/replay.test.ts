import { Database } from "bun:sqlite"
import { expect, test } from "bun:test"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { replayScript } from "../../../scripts/measurements/replay.ts"

test("the replay makes the same database, a transaction for each migration", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sterna-replay-"))
  try {
    const path = join(folder, "a.db")
    using original = new Database(path, { create: true })
    original.run("create table schema_migrations (version bigint primary key, inserted_at text, name text)")
    for (const number of [1, 2]) {
      original.run(`create table t${number} (id integer primary key, name text)`)
      original.run(`create index t${number}_name_index on t${number} (name)`)
      original.run("insert into schema_migrations values (?, '2026-01-01', ?)", [number, `it's ${number}`])
    }

    const script = replayScript(path)
    expect(script.match(/^(BEGIN IMMEDIATE|COMMIT);$/gm)).toHaveLength(4)
    using copy = new Database(":memory:")
    copy.run(script)
    for (const sql of ["select name, sql from sqlite_master order by name", "select * from schema_migrations"]) {
      expect(copy.query(sql).all()).toEqual(original.query(sql).all())
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})

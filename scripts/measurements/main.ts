/** Measures dist/sterna against its floors and prints a table of ratios: see scripts/bench. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { coldStart } from "./cold-start.ts"
import type { Comparison } from "./comparison.ts"
import { renderTable } from "./comparison.ts"
import { type Kind, writeHistory } from "./history.ts"
import { compare } from "./measurement.ts"
import { mysql } from "./mysql.ts"
import { postgres } from "./postgres.ts"
import { replayScript } from "./replay.ts"
import { type Program, time } from "./timing.ts"

const { values: { "cold-start": coldStartAlone } } = parseArgs({ options: { "cold-start": { type: "boolean" } } })
const size = 1000
const sterna = resolve("dist/sterna")
const folder = await mkdtemp(join(tmpdir(), "sterna-bench-"))

try {
  const comparisons = [
    ...await coldStart(sterna, folder),
    ...coldStartAlone ? [] : [
      ...await history("ts"),
      ...await history("sql"),
      ...await postgres(sterna, folder),
      ...await mysql(sterna, folder),
    ],
  ]
  console.log(renderTable(comparisons).join("\n"))
} finally {
  await rm(folder, { recursive: true })
}

async function history(kind: Kind): Promise<ReadonlyArray<Comparison>> {
  const project = join(folder, kind)
  await writeHistory(join(project, "migrations"), kind, size)
  const database = join(project, "sterna.db")
  const run = (command: string): Program => ({
    command: [sterna, command, "--url", "sqlite:sterna.db"],
    folder: project,
  })
  const migrate: Program = { ...run("migrate"), fresh: database }

  await time(migrate)
  const script = join(project, "replay.sql")
  await Bun.write(script, replayScript(database))
  const copy = join(project, "sqlite3.db")
  const replay: Program = { command: ["sqlite3", "-bail", copy], folder: project, input: script, fresh: copy }
  const select = "select * from schema_migrations order by version"

  return [
    await compare(`sterna migrate, ${size} pending .${kind}`, migrate, "sqlite3, same transactions", replay, {
      aim: 1.5,
      rounds: 5,
    }),
    await compare(
      `sterna status, ${size} applied .${kind}`,
      run("status"),
      "sqlite3, select * of the versions",
      { command: ["sqlite3", copy, select], folder: project },
      { rounds: 21 },
    ),
  ]
}

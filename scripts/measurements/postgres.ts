import { SQL } from "bun"
import { join } from "node:path"
import { postgresBinaries } from "../servers/postgres/binaries.ts"
import { startCluster } from "../servers/postgres/cluster.ts"
import type { Comparison } from "./comparison.ts"
import { writeHistory } from "./history.ts"
import { compare } from "./measurement.ts"
import { sentBy } from "./sent-statements.ts"
import type { Program } from "./timing.ts"

const size = 1000

/**
 * Measures migrations on a PostgreSQL of its own against `psql`, which sends the same statements in the same transactions
 * from a file. Without `psql` on this machine nothing is measured, and a line says so.
 */
export async function postgres(sterna: string, folder: string): Promise<ReadonlyArray<Comparison>> {
  if (Bun.which("psql") === null) {
    console.error("psql is not here, so PostgreSQL is not measured: install its client and run this again.")
    return []
  }
  await using cluster = await startCluster({ binaries: await postgresBinaries("installed") })
  await using server = new SQL({ url: cluster.url, max: 1 })
  const project = join(folder, "postgres")
  await writeHistory(join(project, "migrations"), "ts", size)
  const [url, copy] = ["sterna", "psql"].map((name) => cluster.url.replace(/postgres$/, name))
  if (url === undefined || copy === undefined) throw new Error("The cluster has no URL.")
  const empty = (name: string) => async () => {
    await server.unsafe(`drop database if exists ${name} with (force)`)
    await server.unsafe(`create database ${name}`)
  }

  const migrate: Program = { command: [sterna, "migrate", "--quiet", "--url", url], folder: project }
  await empty("sterna")()
  const { migrations, setUp } = sentBy([sterna, "migrate", "--json", "--log-migrator-sql", "--url", url], project)
  const psql = async (name: string, statements: ReadonlyArray<string>): Promise<Program> => {
    const script = join(project, name)
    await Bun.write(script, statements.map((sql) => `${sql};\n`).join(""))
    return { command: ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", script, copy], folder: project }
  }
  const all = await psql("all.sql", [...setUp, ...migrations.flat()])
  const last = await psql("last.sql", migrations.at(-1) ?? [])
  const select: Program = { command: ["psql", "-X", "-q", "-c", "select 1", copy], folder: project }

  const many = await compare(
    `sterna migrate, ${size} pending on PostgreSQL`,
    { ...migrate, before: empty("sterna") },
    "psql, same transactions",
    { ...all, before: empty("psql") },
    { aim: 1.25, rounds: 5 },
  )
  // Each of the two databases is at the end of its history now.
  const takeBack = (database: string) => async () => {
    await using session = new SQL({ url: database, max: 1 })
    await session.unsafe(
      `DROP TABLE t${size}; DELETE FROM schema_migrations WHERE version = `
        + "(SELECT max(version) FROM schema_migrations)",
    )
  }
  const one = await compare(
    `sterna migrate, 1 pending of ${size}`,
    { ...migrate, before: takeBack(url) },
    "psql, same transaction",
    { ...last, before: takeBack(copy) },
    { rounds: 21 },
  )
  const none = await compare(`sterna migrate, 0 pending of ${size}`, migrate, "psql, select 1", select, {
    aimMilliseconds: 40,
    rounds: 21,
  })
  return [many, one, none]
}

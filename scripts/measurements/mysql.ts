import { SQL } from "bun"
import { chmod } from "node:fs/promises"
import { join } from "node:path"
import { startMariadb } from "../servers/mysql/mariadb.ts"
import type { Comparison } from "./comparison.ts"
import { writeHistory } from "./history.ts"
import { compare } from "./measurement.ts"
import { sentBy } from "./sent-statements.ts"
import type { Program } from "./timing.ts"

const size = 1000

/**
 * Measures migrations on a MariaDB of its own against the `mariadb` client, which sends the same statements from a file: with
 * what the ledger and the versions table cost, and without the ledger. Without the client nothing is measured, and a line
 * says so.
 */
export async function mysql(sterna: string, folder: string): Promise<ReadonlyArray<Comparison>> {
  if (Bun.which("mariadb") === null) {
    console.error("mariadb is not here, so MariaDB is not measured: install its client and run this again.")
    return []
  }
  await using server = await startMariadb()
  await using session = new SQL({ url: server.url, max: 1, tls: false })
  const project = join(folder, "mysql")
  await writeHistory(join(project, "migrations"), "ts", size)
  const options = join(project, "client.cnf")
  await Bun.write(
    options,
    `[client]\nhost=127.0.0.1\nport=${server.port}\nuser=root\npassword=${server.password}\nprotocol=TCP\n`,
  )
  await chmod(options, 0o600)
  const empty = (name: string) => async () => {
    await session.unsafe(`DROP DATABASE IF EXISTS ${name}`)
    await session.unsafe(`CREATE DATABASE ${name}`)
  }
  const client = async (name: string, statements: ReadonlyArray<string>): Promise<Program> => {
    const input = join(project, name)
    await Bun.write(input, ["DELIMITER $$\n", ...statements.map((sql) => `${sql}$$\n`)].join(""))
    return { command: ["mariadb", `--defaults-file=${options}`, "--batch", "client"], folder: project, input }
  }
  const migrate: Program = {
    command: [sterna, "migrate", "--quiet", "--url", `${server.url}/sterna`],
    folder: project,
  }

  await empty("sterna")()
  const { migrations, setUp } = sentBy(
    [sterna, "migrate", "--json", "--log-migrator-sql", "--url", `${server.url}/sterna`],
    project,
  )
  const all = await client("all.sql", [...setUp, ...migrations.flat()])
  const bare = await client(
    "bare.sql",
    [...setUp, ...migrations.flat()].flatMap(partsOf).filter((sql) => !isOfLedger(sql)),
  )
  const last = await client("last.sql", migrations.at(-1) ?? [])
  const select = await client("select.sql", ["SELECT 1"])

  const fresh = { ...migrate, before: empty("sterna") }
  const work = `sterna migrate, ${size} pending on MariaDB`
  const withoutLedger = { ...bare, before: empty("client") }
  const alone = await compare(work, fresh, "mariadb, without the ledger", withoutLedger, { rounds: 5 })
  const many = await compare(work, fresh, "mariadb, same statements", { ...all, before: empty("client") }, {
    aim: 1.25,
    rounds: 5,
  })
  // Each of the two databases is at the end of its history now.
  const takeBack = (database: string) => async () => {
    await session.unsafe(`DROP TABLE ${database}.t${size}`)
    await session.unsafe(`DELETE FROM ${database}.schema_migrations ORDER BY version DESC LIMIT 1`)
  }
  const one = await compare(
    `sterna migrate, 1 pending of ${size}`,
    { ...migrate, before: takeBack("sterna") },
    "mariadb, same statements",
    { ...last, before: takeBack("client") },
    { rounds: 21 },
  )
  const none = await compare(`sterna migrate, 0 pending of ${size}`, migrate, "mariadb, select 1", select, {
    rounds: 21,
  })
  return [many, alone, one, none]
}

/** The statements of a compound one: nothing that this history writes has a `;` in it. */
const partsOf = (sql: string): ReadonlyArray<string> =>
  sql.startsWith("BEGIN NOT ATOMIC ") ? sql.slice("BEGIN NOT ATOMIC ".length, -"; END".length).split("; ") : [sql]

const isOfLedger = (sql: string): boolean =>
  sql.includes("`schema_migrations_steps`") || sql === "START TRANSACTION" || sql === "COMMIT"

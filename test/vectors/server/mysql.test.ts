import { SQL } from "bun"
import { createTestDatabase } from "../../servers/mysql-database.ts"
import { tablesOf } from "../../servers/mysql-schema.ts"
import { mysqlUrl } from "../../servers/mysql.ts"
import type { VectorServer } from "../server-run.ts"
import { compareServer } from "./compare-server.ts"

/** What the vectors were recorded on. Other servers write the same table in other words. */
const recordedOn = /^10\.11\..*MariaDB/

/** The schema beside the database that some vectors make. */
const otherSchema = "oracle_other"

const version = await versionOf(mysqlUrl())

const server: VectorServer = {
  makeDatabase: async () => {
    const database = await createTestDatabase()
    const session = new SQL({ url: database.url, max: 1, tls: false })
    // A schema is a database, and all who use the server see it.
    const own = `${database.name}_other`
    const send = async (statements: ReadonlyArray<string>) => {
      for (const statement of statements) await session.unsafe(statement.replaceAll(otherSchema, own))
    }
    return {
      url: database.url,
      send,
      schema: async (versionsTable) => {
        const here = await tablesOf(session, database.name)
        const there = await tablesOf(session, own)
        const tables = [...here, ...there.map(([name, text]) => [`${otherSchema}.${name}`, text] as const)]
        return withoutTable(
          Object.fromEntries(tables.map((each) => each.map((text) => text.replaceAll(own, otherSchema)))),
          versionsTable,
        )
      },
      renamed: { from: otherSchema, to: own },
      [Symbol.asyncDispose]: async () => {
        // Their tables refer to each other.
        await send(["SET foreign_key_checks = OFF", `DROP DATABASE IF EXISTS ${otherSchema}`])
        await session.close()
        await database[Symbol.asyncDispose]()
      },
    }
  },
  ...recordedOn.test(version) ? { recorded: withoutTable } : {},
  undoes: false,
}

compareServer("mysql", `${version} by SHOW CREATE TABLE`, server)

/** A schema without the versions table and what belongs to it. */
function withoutTable(schema: unknown, versionsTable: string): unknown {
  return Object.fromEntries(Object.entries(schema ?? {}).filter(([name]) => !name.includes(versionsTable)))
}

async function versionOf(url: string): Promise<string> {
  await using session = new SQL({ url, max: 1, tls: false })
  const [row] = await session.unsafe("SELECT VERSION() AS version")
  return String(row.version)
}

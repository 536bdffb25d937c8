import { SQL } from "bun"
import { afterAll } from "bun:test"
import type { Edition } from "../../../scripts/servers/postgres/binaries.ts"
import { TestDatabases } from "../../servers/postgres-databases.ts"
import { canDump, catalogOf, dumpOf, statementsOfDump } from "../../servers/postgres-schema.ts"
import { postgresUrl } from "../../servers/postgres.ts"
import type { VectorServer } from "../server-run.ts"
import { compareServer } from "./compare-server.ts"

/** What the vectors were recorded on, with its own pg_dump. */
const recordedOn = "15"

for (const edition of ["installed", "newest"] as const) {
  const version = await versionOf(edition)
  const [major = ""] = version.split(".", 1)
  const dumps = major === recordedOn && canDump(version)
  if (major === recordedOn && !dumps) {
    console.log("pg_dump of this version is not here: the schemas are compared by the catalog instead.")
  }
  compareServer("postgres", `PostgreSQL ${version} by ${dumps ? "pg_dump" : "its catalog"}`, serverOf(edition, dumps))
}

function serverOf(edition: Edition, dumps: boolean): VectorServer {
  const databases = new TestDatabases(edition, 4)
  afterAll(() => databases[Symbol.asyncDispose]())
  return {
    makeDatabase: async () => {
      const database = await databases.take()
      return {
        url: database.url,
        send: async (statements) => {
          await using session = new SQL({ url: database.url, max: 1 })
          for (const statement of statements) await session.unsafe(statement)
        },
        schema: (versionsTable) => dumps ? dumpOf(database.url, versionsTable) : catalogOf(database.url, versionsTable),
        [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
      }
    },
    ...dumps ? { recorded: (schema, versionsTable) => statementsOfDump(String(schema), versionsTable) } : {},
    undoes: true,
  }
}

async function versionOf(edition: Edition): Promise<string> {
  await using session = new SQL({ url: postgresUrl(edition), max: 1 })
  const [row] = await session.unsafe("SHOW server_version")
  return String(row.server_version).split(" ", 1)[0] ?? ""
}

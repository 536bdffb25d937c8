import { SQL } from "bun"
import { randomBytes } from "node:crypto"
import { mysqlUrl } from "./mysql.ts"

/** A database that only its test knows. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  readonly url: string
}

/**
 * Makes an empty database with a name of chance on a test server; disposing of it ends its sessions and drops it.
 *
 * @example
 * await using database = await createTestDatabase()
 */
export async function createTestDatabase(server = mysqlUrl()): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`
  await administer(server, async (ask) => void await ask(`CREATE DATABASE ${name}`))
  const url = new URL(server)
  url.pathname = name
  return {
    name,
    url: url.href,
    [Symbol.asyncDispose]: () =>
      administer(server, async (ask) => {
        // A session that is left holds locks that the drop would wait for.
        for (const { id } of await ask(`SELECT id FROM information_schema.processlist WHERE db = '${name}'`)) {
          await ask(`KILL ${String(id)}`).catch(() => {})
        }
        await ask(`DROP DATABASE IF EXISTS ${name}`)
      }),
  }
}

type Rows = ReadonlyArray<{ readonly [column: string]: unknown }>

async function administer(url: string, work: (ask: (sql: string) => Promise<Rows>) => Promise<void>): Promise<void> {
  await using session = new SQL({ url, max: 1, tls: false })
  await work((sql) => session.unsafe(sql))
}

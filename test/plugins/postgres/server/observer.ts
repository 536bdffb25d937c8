import { SQL } from "bun"
import type { Edition } from "../../../../scripts/servers/postgres/binaries.ts"
import { createTestDatabase, type TestDatabase } from "../../../servers/postgres-database.ts"
import { seeing } from "../../seeing.ts"

type Rows = ReadonlyArray<{ readonly [column: string]: unknown }>

/** A database of a test, with a session beside those under test. */
export interface Observed extends AsyncDisposable {
  readonly url: string
  readonly ask: (sql: string) => Promise<Rows>
  /** Waits until a query has a row, and answers with the first. */
  readonly sees: (sql: string) => Promise<Rows[number]>
}

/** Makes a database and looks at it by another driver than the one under test. */
export async function observe(edition?: Edition): Promise<Observed> {
  const database: TestDatabase = await createTestDatabase(edition)
  const session = new SQL({ url: database.url, max: 1 })
  const ask = async (sql: string): Promise<Rows> => Array.from<Rows[number]>(await session.unsafe(sql))
  return {
    url: database.url,
    ask,
    sees: seeing(ask),
    [Symbol.asyncDispose]: async () => {
      await session.close()
      await database[Symbol.asyncDispose]()
    },
  }
}

/** What the sessions under test do, of the database that is asked. */
export const sessionsUnderTest =
  "SELECT pid, state, backend_xmin::text AS xmin, query FROM pg_stat_activity WHERE datname = current_database() "
  + "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"

/** What locks of `pg_locks` are of the database that is asked: others of the server are other tests'. */
export const ofThisDatabase = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"

import { SQL } from "bun"
import { createTestDatabase } from "../../../servers/mysql-database.ts"
import { seeing } from "../../seeing.ts"

type Rows = ReadonlyArray<{ readonly [column: string]: unknown }>

/** A database of a test, with a session beside those under test. */
export interface Observed extends AsyncDisposable {
  readonly name: string
  readonly url: string
  /** Asks in a few statements, one after the other, and answers with the rows of the last. */
  readonly ask: (...statements: ReadonlyArray<string>) => Promise<Rows>
  /** Waits until a query has a row, and answers with the first. */
  readonly sees: (sql: string) => Promise<Rows[number]>
}

/** Makes a database and looks at it by another driver than the one under test. */
export async function observe(server?: string): Promise<Observed> {
  const database = await createTestDatabase(server)
  const session = new SQL({ url: database.url, max: 1, tls: false })
  const ask = async (...statements: ReadonlyArray<string>): Promise<Rows> => {
    let rows: Rows = []
    for (const sql of statements) rows = Array.from<Rows[number]>(await session.unsafe(sql))
    return rows.map((row) => ({ ...row }))
  }
  return {
    name: database.name,
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
export const sessionsUnderTest = "SELECT id, command, info FROM information_schema.processlist WHERE db = DATABASE() "
  + "AND id <> CONNECTION_ID()"

/** The sessions under test that sleep in a statement. */
export const sleeping =
  `${sessionsUnderTest} AND command <> 'Sleep' AND info LIKE '%SLEEP(%' AND info NOT LIKE '%processlist%'`

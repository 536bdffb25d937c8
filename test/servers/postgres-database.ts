import { SQL } from "bun"
import { randomBytes } from "node:crypto"
import type { Edition } from "../../scripts/servers/postgres/binaries.ts"
import { postgresUrl } from "./postgres.ts"

/** A database that only its test knows. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string
  readonly url: string
}

/**
 * Makes an empty database with a name of chance on a test server; disposing of it drops it together with its sessions.
 *
 * @example
 * await using database = await createTestDatabase()
 */
export async function createTestDatabase(edition: Edition = "installed"): Promise<TestDatabase> {
  const server = postgresUrl(edition)
  const name = `test_${randomBytes(8).toString("hex")}`
  await administer(server, `create database ${name} template template0`)
  const url = new URL(server)
  url.pathname = name
  return {
    name,
    url: url.href,
    [Symbol.asyncDispose]: async () => {
      await administer(server, `drop database if exists ${name} with (force)`)
    },
  }
}

async function administer(url: string, statement: string): Promise<void> {
  await using session = new SQL({ url, max: 1 })
  await session.unsafe(statement)
}

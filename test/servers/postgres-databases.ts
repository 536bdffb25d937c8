import { SQL } from "bun"
import type { Edition } from "../../scripts/servers/postgres/binaries.ts"
import { createTestDatabase, type TestDatabase } from "./postgres-database.ts"

/** A few databases that are emptied and lent again: to make one takes the server longer than most tests. */
export class TestDatabases implements AsyncDisposable {
  readonly #edition: Edition
  readonly #made: Array<TestDatabase> = []
  readonly #free: Array<TestDatabase> = []
  readonly #waiting: Array<(database: TestDatabase) => void> = []
  readonly #most: number

  constructor(edition: Edition, most: number) {
    this.#edition = edition
    this.#most = most
  }

  /** Lends an empty database; disposing of it gives it back. */
  async take(): Promise<TestDatabase> {
    const database = await this.#next()
    return {
      ...database,
      [Symbol.asyncDispose]: async () => {
        await empty(database.url)
        const next = this.#waiting.shift()
        if (next === undefined) this.#free.push(database)
        else next(database)
      },
    }
  }

  async #next(): Promise<TestDatabase> {
    const free = this.#free.pop()
    if (free !== undefined) return free
    if (this.#made.length >= this.#most) {
      const { promise, resolve } = Promise.withResolvers<TestDatabase>()
      this.#waiting.push(resolve)
      return promise
    }
    const slot = this.#made.length
    const making = createTestDatabase(this.#edition)
    // Counted before it is there, so that those who ask meanwhile wait.
    this.#made.length = slot + 1
    return this.#made[slot] = await making
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#made.map((database) => database[Symbol.asyncDispose]()))
  }
}

/** Takes all that a migration may have made; what is left is as in `template0`. */
const emptied = `DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
    EXECUTE format('DROP EXTENSION %I CASCADE', name);
  END LOOP;
  FOR name IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', name);
  END LOOP;
END $$;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
COMMENT ON SCHEMA public IS 'standard public schema';
GRANT USAGE ON SCHEMA public TO PUBLIC`

async function empty(url: string): Promise<void> {
  await using session = new SQL({ url, max: 1 })
  await session.unsafe(`SET client_min_messages = error; ${emptied}`)
}

import { SQL } from "bun"
import { expect, test } from "bun:test"
import { createTestDatabase } from "./postgres-database.ts"
import { postgresUrl } from "./postgres.ts"

test.each(["installed", "newest"] as const)(
  "a database on the %s server lives as long as its test",
  async (edition) => {
    await using session = new SQL({ url: postgresUrl(edition), max: 1 })
    const exists = async (name: string) =>
      (await session.unsafe("select from pg_database where datname = $1", [name])).length === 1
    const [one, two] = await Promise.all([createTestDatabase(edition), createTestDatabase(edition)])
    expect(one.name).not.toBe(two.name)
    await using guest = new SQL({ url: one.url, max: 1 })
    expect(await guest.unsafe("select current_database() as name")).toEqual([{ name: one.name }])
    expect([await exists(one.name), await exists(two.name)]).toEqual([true, true])
    await Promise.all([one[Symbol.asyncDispose](), two[Symbol.asyncDispose]()])
    expect([await exists(one.name), await exists(two.name)]).toEqual([false, false])
  },
)

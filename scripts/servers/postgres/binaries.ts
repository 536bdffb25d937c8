import { aptBinaries } from "./apt-binaries.ts"
import { installedBinaries } from "./installed-binaries.ts"
import { npmBinaries } from "./npm-binaries.ts"

/** Which PostgreSQL: the installed one (15 where there are several), or the newest that npm ships. */
export type Edition = "installed" | "newest"

/**
 * The folder of `initdb` and `postgres` of an edition. Where nothing is installed, apt's, which bring a pg_dump that fits,
 * else npm's.
 */
export async function postgresBinaries(edition: Edition): Promise<string> {
  if (edition === "newest") return npmBinaries()
  const installed = installedBinaries()
  if (installed !== undefined) return installed
  const outcomes: Array<unknown> = []
  for (const binaries of [aptBinaries, npmBinaries]) {
    try {
      return await binaries()
    } catch (error) {
      outcomes.push(error)
    }
  }
  const advice = "Install PostgreSQL (Debian: the package postgresql), or set STERNA_TEST_POSTGRES_URL."
  throw new Error(`${advice} ${outcomes.map(String).join(" ")}`)
}

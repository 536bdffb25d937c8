import { aptBinaries } from "./apt-binaries.ts"
import { installedBinaries } from "./installed-binaries.ts"
import { npmBinaries } from "./npm-binaries.ts"

/** Which PostgreSQL: the installed one (15 where there are several), or the newest that npm ships. */
export type Edition = "installed" | "newest"

/** The folder of `initdb` and `postgres` of an edition. Where nothing is installed, both are npm's, else apt's. */
export async function postgresBinaries(edition: Edition): Promise<string> {
  const installed = edition === "installed" ? installedBinaries() : undefined
  if (installed !== undefined) return installed
  try {
    return await npmBinaries()
  } catch (npm) {
    if (edition === "newest") throw npm
    return aptBinaries().catch((apt: unknown) => {
      const advice = "Install PostgreSQL (Debian: the package postgresql), or set STERNA_TEST_POSTGRES_URL."
      throw new Error(`${advice} ${String(npm)} ${String(apt)}`, { cause: npm })
    })
  }
}

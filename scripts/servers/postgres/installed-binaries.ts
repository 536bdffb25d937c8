import { existsSync, readdirSync, realpathSync } from "node:fs"
import { dirname, join } from "node:path"

/** The version that the tests ask about besides the newest. */
const tested = "15"

/** Where Debian's packages put each version into a folder of its own. */
const debian = "/usr/lib/postgresql"

/** The folder of an installed `initdb` and `postgres`: of version 15 where that is here, else of the newest, else those on PATH. */
export function installedBinaries(): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian) : []
  const newestFirst = versions.toSorted((left, right) => Number.parseInt(right, 10) - Number.parseInt(left, 10))
  const onPath = Bun.which("initdb")
  return [tested, ...newestFirst]
    .map((version) => join(debian, version, "bin"))
    .concat(onPath === null ? [] : dirname(realpathSync(onPath)))
    .find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")))
}

import type { RepoSettings } from "../dialect/repo.ts"
import type { OutputFlags } from "./output-flags.ts"
import { plainReaderFor, readerFor } from "./report/reader.ts"
import type { Tenants } from "./tenant-flags.ts"

/** How a command works on its repos that shows nothing of what is under way, unless it works on several prefixes. */
export const plainOptions = (
  { json, quiet }: OutputFlags,
  { readOnly, repos, tenants }: {
    readonly readOnly: boolean
    readonly repos: ReadonlyArray<RepoSettings>
    readonly tenants?: Tenants | undefined
  },
) => {
  const output = { json, quiet, statements: false, migratorStatements: false, repos: repos.length > 1 }
  return {
    json,
    readOnly,
    several: repos.length > 1,
    tenants,
    reader: tenants === undefined ? plainReaderFor(output) : readerFor({ ...output, tenants: "nothing" }),
  }
}

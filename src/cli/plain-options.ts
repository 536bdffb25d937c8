import type { RepoSettings } from "../dialect/repo.ts"
import type { OutputFlags } from "./output-flags.ts"
import { plainReader } from "./report/plain.ts"
import { plainStyle } from "./report/style.ts"

/** How a command works on its repos that shows nothing of what is under way. */
export const plainOptions = (
  { json, quiet }: OutputFlags,
  { readOnly, repos }: { readonly readOnly: boolean; readonly repos: ReadonlyArray<RepoSettings> },
) => ({
  json,
  readOnly,
  several: repos.length > 1,
  reader: plainReader(
    { json, quiet, statements: false, migratorStatements: false, repos: repos.length > 1 },
    plainStyle,
  ),
})

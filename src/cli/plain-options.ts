import type { RepoSettings } from "../dialect/repo.ts"
import type { OutputFlags } from "./output-flags.ts"
import { plainReaderFor } from "./report/reader.ts"

/** How a command works on its repos that shows nothing of what is under way. */
export const plainOptions = (
  { json, quiet }: OutputFlags,
  { readOnly, repos }: { readonly readOnly: boolean; readonly repos: ReadonlyArray<RepoSettings> },
) => ({
  json,
  readOnly,
  several: repos.length > 1,
  reader: plainReaderFor(
    { json, quiet, statements: false, migratorStatements: false, repos: repos.length > 1 },
  ),
})

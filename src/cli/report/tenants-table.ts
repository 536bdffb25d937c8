import type { StatusVerdict } from "../status-verdict.ts"

/** The status of several prefixes of a repo: a line for each. */
export const tenantsTable = (
  repo: string,
  verdicts: ReadonlyArray<{ readonly prefix: string; readonly verdict: StatusVerdict }>,
): string =>
  [
    "",
    `Repo: ${repo}`,
    "",
    "  Status      Prefix",
    "-".repeat(50),
    ...verdicts.map(({ prefix, verdict }) =>
      `  ${stateOf(verdict).padEnd(12)}${[prefix, ...notesOf(verdict)].join("  ")}`
    ),
    "",
  ].join("\n")

const stateOf = ({ pending }: StatusVerdict): string => pending.length === 0 ? "up" : `${pending.length} pending`

const notesOf = ({ changed, unresolved }: StatusVerdict): ReadonlyArray<string> => [
  ...changed.length === 0 ? [] : ["** FILE CHANGED **"],
  ...unresolved.length === 0 ? [] : ["** HALF DONE **"],
]

import type { StatusRow } from "../../run/status.ts"

/** The status of a repo as Ecto's table: `mix ecto.migrations`, columns padded to 10 and 16. */
export const statusTable = (repo: string, migrations: ReadonlyArray<StatusRow>): string =>
  [
    "",
    `Repo: ${repo}`,
    "",
    "  Status    Migration ID    Migration Name",
    "-".repeat(50),
    ...migrations.map((each) => `  ${each.state.padEnd(10)}${String(each.version).padEnd(16)}${nameOf(each)}`),
    "",
  ].join("\n")

const nameOf = ({ changed, name = "", path, tag }: StatusRow): string => {
  if (path === undefined) return "** FILE NOT FOUND **"
  const notes = [...(tag === "data" ? ["(data)"] : []), ...(changed ? ["** FILE CHANGED **"] : [])]
  return [name, ...notes].join("  ")
}

/** What is pending on a repo, for the standard error. */
export const pendingText = (repo: string, pending: ReadonlyArray<StatusRow>): string =>
  [
    `${repo}: ${pending.length} pending`,
    ...pending.map(({ name = "", version }) => `  ${version}  ${name}`),
  ].join("\n")

import { elapsed } from "../../events/elapsed.ts"
import type { HistoryRow } from "../../run/history.ts"
import { shortChecksum } from "./short-checksum.ts"
import type { Style } from "./style.ts"

/** The history of a repo for people: two lines for each migration, the newest last. */
export const historyText = (repo: string, rows: ReadonlyArray<HistoryRow>, style: Style): string =>
  [
    "",
    `Repo: ${repo}`,
    "",
    ...rows.length === 0 ? ["  Nothing is applied"] : rows.flatMap((row) => [
      `  ${String(row.version).padEnd(14)}  ${nameOf(row)}`,
      `${" ".repeat(18)}${style("dim", factsOf(row).join("  "))}`,
    ]),
    "",
  ].join("\n")

const nameOf = ({ changed, name = "", path, tag }: HistoryRow): string =>
  [
    name,
    ...tag === "data" ? ["(data)"] : [],
    ...path === undefined ? ["** FILE NOT FOUND **"] : changed ? ["** FILE CHANGED **"] : [],
  ].filter((part) => part !== "").join("  ")

/** What is recorded; what is not is left out. */
const factsOf = ({ checksum, durationMs, insertedAt, sternaVersion }: HistoryRow): ReadonlyArray<string> => [
  ...insertedAt === undefined ? [] : [`${insertedAt.slice(0, 19).replace("T", " ")} UTC`],
  ...durationMs === undefined ? [] : [elapsed(durationMs)],
  ...sternaVersion === undefined ? [] : [`sterna ${sternaVersion}`],
  ...checksum === undefined ? [] : [shortChecksum(checksum)],
]

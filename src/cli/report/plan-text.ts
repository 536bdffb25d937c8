import type { PlannedCommand, PlannedMigration } from "../../run/planned-migration.ts"
import type { Style } from "./style.ts"

/** A plan for people: a line for each migration, and below it one for each of its commands. */
export const planText = (repo: string, migrations: ReadonlyArray<PlannedMigration>, style: Style): string =>
  [
    "",
    `Repo: ${repo}`,
    "",
    ...migrations.flatMap((migration) => [
      `  ${style("green", migration.direction.padEnd(4))}  ${titleOf(migration)}${notesOf(migration)}`,
      ...migration.commands.flatMap(linesOf).map((line) => `          ${style("dim", line)}`),
    ]),
    "",
  ].join("\n")

const linesOf = (planned: PlannedCommand): ReadonlyArray<string> => {
  const { command, sql, unknown } = planned
  const short = describePlanned(planned)
  return command === undefined || unknown === undefined || (sql.length === 0 && short.length <= shortest)
    ? [short]
    : [command, `  ${unknown}`]
}

/** What has room behind the indentation of a line of 80 characters. */
const shortest = 70

const describePlanned = ({ command, place, unknown }: PlannedCommand): string =>
  [command ?? place, unknown].filter((part) => part !== undefined).join(": ")

const describeInScript = ({ command, place, unknown }: PlannedCommand): string =>
  `${command ?? place}${unknown === undefined ? "" : `: unknown, ${unknown}`}`

const titleOf = ({ name, version }: PlannedMigration): string => `${version}  ${name}`

/** What is not as usual with a migration. */
const notesOf = ({ done, lock, tag, transaction }: PlannedMigration): string => {
  const notes = [
    ...tag === "data" ? ["data"] : [],
    ...transaction ? [] : ["outside a transaction"],
    ...lock ? [] : ["without the lock"],
    ...done === undefined ? [] : [`half done: ${done} ${done === 1 ? "step" : "steps"} of it, not sent again`],
  ]
  return notes.length === 0 ? "" : `  (${notes.join(", ")})`
}

/** A plan as a script: what is no SQL stands in comments, and so does what it leaves out. */
export const planScript = (repo: string, migrations: ReadonlyArray<PlannedMigration>): string =>
  [
    `-- Repo: ${repo}`,
    "-- For reading: what records a migration in the versions table is not in it.",
    ...migrations.some(({ commands }) => commands.some(({ unknown }) => unknown !== undefined))
      ? ["-- Nor is all of the SQL: a run sends what the comments call unknown as well."]
      : [],
    ...migrations.flatMap((migration) => [
      "",
      `-- ${migration.direction}  ${titleOf(migration)}${notesOf(migration)}`,
      ...migration.begin.map(terminated),
      ...migration.commands.flatMap((planned) => [
        `-- ${describeInScript(planned)}`,
        ...(planned.done ?? []).map(doneAlready),
        ...planned.sql.map(terminated),
      ]),
      ...migration.end.map(terminated),
    ]),
  ].join("\n")

const doneAlready = (sql: string): string => `-- done already: ${sql.trim().replaceAll("\n", "\n--   ")}`

/** The semicolon stands on a line of its own where a comment would swallow it. */
const terminated = (sql: string): string => {
  const text = sql.trimEnd()
  const last = text.slice(text.lastIndexOf("\n") + 1)
  return `${text}${/--|#/.test(last) ? "\n" : ""};`
}

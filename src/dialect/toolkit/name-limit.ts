import * as Result from "effect/Result"
import { invalid, type Refusal } from "../../migration/refusal.ts"
import { type DataCommand, resolve } from "../../migration/resolve.ts"
import type { ResolvedCommand } from "../../migration/resolved-command.ts"
import type { LanguageSettings } from "../../migration/settings.ts"
import type { TableColumn } from "../../migration/table-column.ts"
import type { Grammar } from "./grammar.ts"

/** How long a name may be, and what a database does with a longer one. */
export interface NameLimit {
  /** How many of `unit` a name may have. */
  readonly limit: number
  /** What is counted. A multibyte character is never cut in two. */
  readonly unit: "bytes" | "characters"
  /** `cut`: a longer name is shortened with a mere notice; `refused`: it is an error. */
  readonly longer: "cut" | "refused"
}

/** What a database says of names: its own name, and how long they may be. */
export type NameRules = Pick<Grammar, "database" | "nameLimit">

/**
 * Why names that the commands of a migration make cannot stand side by side, if so: they are cut, and two become the
 * same. Pure. A command that is refused for another reason is passed over: compiling it says so.
 */
export const refuseNames = (
  rules: NameRules,
  commands: ReadonlyArray<DataCommand>,
  settings: LanguageSettings,
): Refusal | undefined =>
  refuseNamesOf(rules, commands.flatMap((command) => Result.getOrElse(resolveOne(command, settings), () => [])))

const resolveOne = (command: DataCommand, settings: LanguageSettings) =>
  Result.map(resolve(command, settings), (resolved) => [resolved])

/** As `refuseNames`, of commands with every setting applied; also why a name is longer than the database takes. */
export const refuseNamesOf = (
  { database, nameLimit }: NameRules,
  commands: ReadonlyArray<ResolvedCommand>,
): Refusal | undefined => {
  if (nameLimit === undefined) return undefined
  const rule = { ...nameLimit, database }
  const made = commands.flatMap(namesMade)
  // Of names that stay whole no two become the same.
  if (made.every(({ name }) => name.length * longestCharacter[nameLimit.unit] <= nameLimit.limit)) return undefined
  const taken = new Map<string, string>()
  for (const { name, scope } of made) {
    const kept = cut(name, rule)
    if (rule.longer === "refused" && kept !== name) return tooLong(name, rule)
    const other = taken.get(`${scope} ${kept}`)
    if (other !== undefined && other !== name) return same(other, name, rule)
    taken.set(`${scope} ${kept}`, name)
  }
  return undefined
}

/** How many of a unit a UTF-16 code unit takes at most. */
const longestCharacter = { bytes: 3, characters: 1 }

interface NamedLimit extends NameLimit {
  readonly database: string
}

interface Made {
  readonly name: string
  /** Names of one scope must differ. */
  readonly scope: string
}

const namesMade = (command: ResolvedCommand): ReadonlyArray<Made> => {
  switch (command._tag) {
    case "CreateTable": {
      const { columns, table } = command
      const schema = `in ${table.prefix ?? ""}`
      return [{ name: table.name, scope: schema }, ...columns.flatMap((column) => ofColumn(column, table.name))]
    }
    case "AlterTable":
      return command.changes.flatMap((change) => {
        if (change._tag === "AddColumn") return ofColumn(change.column, command.table.name)
        if (change._tag === "ModifyColumn") return ofReference(change.column, command.table.name)
        return change._tag === "AddConstraint"
          ? [{ name: change.constraint.name, scope: `constraints of ${command.table.name}` }]
          : []
      })
    case "CreateIndex":
      return [{ name: command.index.name, scope: `in ${command.index.table.prefix ?? ""}` }]
    case "RenameTable":
      return [{ name: command.to.name, scope: `in ${command.to.prefix ?? ""}` }]
    case "RenameColumn":
      return [{ name: command.to, scope: `columns of ${command.table.name}` }]
    case "RenameIndex":
      return [{ name: command.to, scope: `in ${command.index.table.prefix ?? ""}` }]
    default:
      return []
  }
}

const ofColumn = (column: TableColumn, table: string): ReadonlyArray<Made> => [
  { name: column.name, scope: `columns of ${table}` },
  ...ofReference(column, table),
]

const ofReference = ({ reference }: TableColumn, table: string): ReadonlyArray<Made> =>
  reference === undefined ? [] : [{ name: reference.name, scope: `constraints of ${table}` }]

const cut = (name: string, { limit, unit }: NameLimit): string => {
  if (unit === "characters") return Array.from(name).slice(0, limit).join("")
  const bytes = new TextEncoder().encode(name)
  // A character that is cut in two decodes to nothing.
  return bytes.length <= limit ? name : new TextDecoder().decode(bytes.subarray(0, limit), { stream: true })
}

const tooLong = (name: string, { database, limit, unit }: NamedLimit): Refusal =>
  invalid(`The name "${name}" is too long: ${database} takes ${limit} ${unit}.`, "Give it a shorter name.")

const same = (one: string, other: string, { database, limit, unit }: NamedLimit): Refusal =>
  invalid(
    `The names "${one}" and "${other}" become the same: ${database} keeps the first ${limit} ${unit} of a name.`,
    "Give one of them a shorter name.",
  )

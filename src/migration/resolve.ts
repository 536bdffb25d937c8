import * as Result from "effect/Result"
import type { Command, CommandOf } from "./command.ts"
import { conditionText } from "./condition.ts"
import { resolvePrefix } from "./prefix.ts"
import type { QualifiedName } from "./qualified-name.ts"
import { invalid, type Refusal } from "./refusal.ts"
import { resolveConstraint, resolveNewConstraint } from "./resolve-constraint.ts"
import { resolveIndex } from "./resolve-index.ts"
import { resolveChanges, resolveColumns, resolveTableName } from "./resolve-table.ts"
import type { ResolvedCommand } from "./resolved-command.ts"
import type { LanguageSettings } from "./settings.ts"
import type { TableChange } from "./table-change.ts"

/** A command that is data through and through, with nothing in it for a migration's author to run. */
export type DataCommand = Exclude<Command, { readonly _tag: "Execute" | "ExecuteFile" | "Flush" }>

type Resolved = Result.Result<ResolvedCommand, Refusal>

/**
 * A command with the repo's settings and the language's defaults applied: implicit primary key, timestamps, what a
 * reference refers to, prefixes, default names. Pure.
 *
 * Refuses with kind `invalid` what is wrong on every database.
 */
export const resolve = (command: DataCommand, settings: LanguageSettings): Resolved => {
  const before = resolvedBefore.get(command)
  if (before?.settings === settings) return before.resolved
  const resolved = resolveAnew(command, settings)
  resolvedBefore.set(command, { settings, resolved })
  return resolved
}

/** A command is frozen, and asked for more than once: for the names that it makes, and for its statements. */
const resolvedBefore = new WeakMap<DataCommand, { readonly settings: LanguageSettings; readonly resolved: Resolved }>()

const resolveAnew = (command: DataCommand, settings: LanguageSettings): Resolved => {
  switch (command._tag) {
    case "Create":
    case "CreateIfNotExists":
      return resolveCreate(command, settings)
    case "Alter":
      return resolveAlter(command, settings)
    case "Drop":
    case "DropIfExists":
      return resolveDrop(command, settings)
    case "RenameTable":
      return resolveRenameTable(command, settings)
    case "RenameColumn":
      return Result.map(
        resolveTableName(command.table, settings),
        (table) => ({ _tag: "RenameColumn", table, column: command.column, to: command.to }),
      )
    case "RenameIndex":
      return Result.map(
        resolveIndex(command.index, settings),
        (index) => ({ _tag: "RenameIndex", index, to: command.to }),
      )
    case "UpdateAll":
      return resolveUpdateAll(command, settings)
  }
}

const resolveCreate = (
  command: CommandOf<"Create"> | CommandOf<"CreateIfNotExists">,
  settings: LanguageSettings,
): Resolved => {
  const { entries, object } = command
  const ifNotExists = command._tag === "CreateIfNotExists"
  switch (object._tag) {
    case "Table":
      return Result.gen(function*() {
        const table = yield* resolveTableName(object, settings)
        const columns = yield* resolveColumns(table, object, entries, settings)
        const { comment, engine, modifiers, options } = object.options
        return { _tag: "CreateTable", table, ifNotExists, columns, modifiers, engine, options, comment }
      })
    case "Index":
      return Result.map(resolveIndex(object, settings), (index) => ({ _tag: "CreateIndex", index, ifNotExists }))
    case "Constraint":
      return Result.map(
        resolveNewConstraint(object, settings),
        (constraint) => alterTable(constraint.table, { _tag: "AddConstraint", constraint }),
      )
  }
}

const alterTable = (table: QualifiedName, change: TableChange): ResolvedCommand => ({
  _tag: "AlterTable",
  table,
  changes: [change],
  comment: undefined,
})

const resolveAlter = (command: CommandOf<"Alter">, settings: LanguageSettings): Resolved =>
  Result.gen(function*() {
    const table = yield* resolveTableName(command.table, settings)
    const changes = yield* resolveChanges(table, command.changes, settings)
    return { _tag: "AlterTable", table, changes, comment: command.table.options.comment }
  })

const resolveDrop = (
  command: CommandOf<"Drop"> | CommandOf<"DropIfExists">,
  settings: LanguageSettings,
): Resolved => {
  const { mode, object } = command
  const ifExists = command._tag === "DropIfExists"
  switch (object._tag) {
    case "Table":
      return Result.map(resolveTableName(object, settings), (table) => ({ _tag: "DropTable", table, ifExists, mode }))
    case "Index":
      return Result.map(resolveIndex(object, settings), (index) => ({ _tag: "DropIndex", index, ifExists, mode }))
    case "Constraint":
      return Result.map(
        resolveConstraint(object, settings),
        ({ name, table }) => alterTable(table, { _tag: "DropConstraint", name, ifExists, mode }),
      )
  }
}

const resolveRenameTable = (command: CommandOf<"RenameTable">, settings: LanguageSettings): Resolved =>
  Result.gen(function*() {
    const table = yield* resolveTableName(command.table, settings)
    return { _tag: "RenameTable", table, to: yield* resolveTableName(command.to, settings) }
  })

const resolveUpdateAll = ({ options, table }: CommandOf<"UpdateAll">, settings: LanguageSettings): Resolved => {
  const set = Object.entries(options.set)
  if (set.length === 0) {
    return Result.fail(invalid(`updateAll("${table}") sets no column.`, "Name one: { set: { column: value } }."))
  }
  const { where } = options
  return Result.map(resolvePrefix(options.prefix, settings, `table ${table}`), (prefix) => ({
    _tag: "UpdateRows",
    table: { name: table, prefix },
    set,
    where: where === undefined ? undefined : conditionText(where),
  }))
}

import * as Result from "effect/Result"
import type { QualifiedName } from "../../migration/qualified-name.ts"
import type { Refusal } from "../../migration/refusal.ts"
import { type DataCommand, resolve } from "../../migration/resolve.ts"
import type { ResolvedCommand } from "../../migration/resolved-command.ts"
import type { LanguageSettings } from "../../migration/settings.ts"
import { statement, type Step } from "../step.ts"
import { alterTableSteps } from "./alter-table.ts"
import { createTableStatements } from "./create-table.ts"
import type { Grammar } from "./grammar.ts"
import { createIndexStatements, dropIndexStatements, renameIndexStatements } from "./index-statements.ts"
import { missingFeature } from "./missing-feature.ts"
import { refuseNamesOf } from "./name-limit.ts"
import { quoteName, quoteQualifiedName } from "./name.ts"
import { natureOfCommand, natureOfDroppedKeys } from "./probes.ts"
import type { TableNameText } from "./statement-text.ts"
import { updateRowsStatement } from "./update-rows.ts"

type Steps = Result.Result<ReadonlyArray<Step>, Refusal>

/**
 * The steps of a command in a database's grammar. Pure, and never throws.
 *
 * Refuses with kind `invalid` what is wrong anywhere, with kind `unsupported` what this database cannot do.
 */
export const compileCommand = (grammar: Grammar, command: DataCommand, settings: LanguageSettings): Steps =>
  Result.flatMap(resolve(command, settings), (resolved) => {
    const missing = missingFeature(grammar, resolved)
    if (missing !== undefined) return Result.fail(missing)
    const names = refuseNamesOf(grammar, [resolved])
    if (names !== undefined) return Result.fail(names)
    const transactional = isTransactional(grammar, resolved)
    return Result.map(compileResolved(grammar, resolved), (steps) =>
      steps.map((step, position): Step => {
        if (step._tag === "Rebuild") return step
        const known = { ...step, ...dropped(resolved) }
        // Behind an index that is built by itself only its comment follows.
        if (transactional || (grammar.transactionalDdl && position > 0)) return known
        const isLast = grammar.transactionalDdl || position === steps.length - 1
        const nature = isLast ? natureOfCommand(resolved, grammar.types) : natureOfDroppedKeys(resolved)
        return { ...known, transactional: false, nature }
      }))
  })

const dropped = (command: ResolvedCommand) => command._tag === "DropTable" ? { drops: command.table.name } : {}

const isTransactional = (grammar: Grammar, command: ResolvedCommand): boolean => {
  switch (command._tag) {
    case "UpdateRows":
      return true
    case "CreateIndex":
    case "DropIndex":
      return grammar.transactionalDdl && !command.index.concurrently
    default:
      return grammar.transactionalDdl
  }
}

const compileResolved = (grammar: Grammar, command: ResolvedCommand): Steps =>
  command._tag === "AlterTable"
    ? alterTableSteps(grammar, command)
    : Result.map(statementsOf(grammar, command), (statements) => statements.map(statement))

const nameText = (grammar: Grammar, { name, prefix }: QualifiedName): Result.Result<TableNameText, Refusal> =>
  Result.all({
    name: quoteName(grammar.nameQuote, name),
    prefix: prefix === undefined ? Result.succeed(undefined) : quoteName(grammar.nameQuote, prefix),
  })

const statementsOf = (
  grammar: Grammar,
  command: Exclude<ResolvedCommand, { readonly _tag: "AlterTable" }>,
): Result.Result<ReadonlyArray<string>, Refusal> => {
  switch (command._tag) {
    case "CreateTable":
      return createTableStatements(grammar, command)
    case "DropTable":
      return Result.map(quoteQualifiedName(grammar.nameQuote, command.table), (name) => [
        grammar.dropTable({ name, ifExists: command.ifExists, cascade: command.mode === "cascade" }),
      ])
    case "RenameTable":
      return Result.gen(function*() {
        return grammar.renameTable(yield* nameText(grammar, command.table), yield* nameText(grammar, command.to))
      })
    case "RenameColumn":
      return Result.gen(function*() {
        const table = yield* quoteQualifiedName(grammar.nameQuote, command.table)
        const column = yield* quoteName(grammar.nameQuote, command.column)
        return [grammar.renameColumn(table, column, yield* quoteName(grammar.nameQuote, command.to))]
      })
    case "CreateIndex":
      return createIndexStatements(grammar, command)
    case "DropIndex":
      return dropIndexStatements(grammar, command)
    case "RenameIndex":
      return renameIndexStatements(grammar, command)
    case "UpdateRows":
      return Result.map(updateRowsStatement(grammar, command), (sql) => [sql])
  }
}

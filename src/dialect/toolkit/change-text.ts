import * as Result from "effect/Result"
import type { ForeignKey } from "../../migration/foreign-key.ts"
import type { QualifiedName } from "../../migration/qualified-name.ts"
import type { Refusal } from "../../migration/refusal.ts"
import type { TableChange } from "../../migration/table-change.ts"
import { columnText } from "./column-text.ts"
import { foreignKeyText } from "./foreign-key-text.ts"
import type { Grammar } from "./grammar.ts"
import { quoteName } from "./name.ts"
import type { ChangeText } from "./statement-text.ts"

type Text<A> = Result.Result<A, Refusal>

/** The parts of a change of a table. Refuses names and values that cannot be written. */
export const changeText = (grammar: Grammar, table: QualifiedName, change: TableChange): Text<ChangeText> =>
  Result.gen(function*() {
    switch (change._tag) {
      case "AddColumn": {
        const { column, ifNotExists } = change
        const text = yield* columnText(grammar, table, column, { primaryKey: column.options.primaryKey === true })
        const foreignKey = yield* foreignKeyApart(grammar, column.reference)
        return { _tag: "AddColumn", definition: grammar.column(text), ifNotExists, foreignKey }
      }
      case "ModifyColumn": {
        const column = yield* columnText(grammar, table, change.column, { primaryKey: false })
        const foreignKey = yield* foreignKeyApart(grammar, change.column.reference)
        const droppedForeignKey = yield* optionalName(grammar, change.from?.reference?.name)
        return { _tag: "ModifyColumn", column, definition: grammar.column(column), foreignKey, droppedForeignKey }
      }
      case "RemoveColumn": {
        const name = yield* quoteName(grammar.nameQuote, change.name)
        const droppedForeignKey = yield* optionalName(grammar, change.column?.reference?.name)
        return { _tag: "RemoveColumn", name, ifExists: change.ifExists, droppedForeignKey }
      }
      case "AddConstraint": {
        const { check, exclude, validate } = change.constraint
        const name = yield* quoteName(grammar.nameQuote, change.constraint.name)
        return { _tag: "AddConstraint", name, check, exclude, validate }
      }
      case "DropConstraint": {
        const name = yield* quoteName(grammar.nameQuote, change.name)
        return { _tag: "DropConstraint", name, ifExists: change.ifExists, cascade: change.mode === "cascade" }
      }
    }
  })

const foreignKeyApart = (grammar: Grammar, key: ForeignKey | undefined): Text<string | undefined> =>
  key === undefined || (grammar.keys === "inline" && key.columns.length === 1)
    ? Result.succeed(undefined)
    : foreignKeyText(grammar, key)

const optionalName = (grammar: Grammar, name: string | undefined): Text<string | undefined> =>
  name === undefined ? Result.succeed(undefined) : quoteName(grammar.nameQuote, name)

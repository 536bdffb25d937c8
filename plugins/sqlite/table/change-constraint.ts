import * as Result from "effect/Result"
import { invalid, type Refusal, type TableChange } from "sterna/dialect"
import { quoteName } from "../quote-name.ts"
import type { Clause } from "./clause.ts"
import { cutClauses } from "./cut-clauses.ts"
import { insertBehind } from "./definition-list.ts"
import { sameName } from "./identifier.ts"
import { type TableDefinition, withTexts } from "./table-definition.ts"

type Changed = Result.Result<TableDefinition, Refusal>
type ChangeOf<Tag extends TableChange["_tag"]> = Extract<TableChange, { readonly _tag: Tag }>

/** A table with a check more. Refuses with kind `invalid` a name that is taken. */
export const addConstraint = (table: TableDefinition, { constraint }: ChangeOf<"AddConstraint">): Changed => {
  const { check, name } = constraint
  if (hasConstraint(table, name)) {
    return Result.fail(invalid(`The table ${table.name} has a constraint ${name} already.`))
  }
  return Result.flatMap(quoteName(name), (quoted) => {
    const texts = table.definitions.map(({ text }) => text)
    return withTexts(table, insertBehind(texts, texts.length - 1, `CONSTRAINT ${quoted} CHECK (${check})`))
  })
}

/** A table without a constraint, of whatever kind. Refuses with kind `invalid` a name that it does not have. */
export const dropConstraint = (table: TableDefinition, { ifExists, name }: ChangeOf<"DropConstraint">): Changed => {
  if (hasConstraint(table, name)) return cutClauses(table, (clause) => isNamed(clause, name))
  return ifExists
    ? Result.succeed(table)
    : Result.fail(invalid(`The table ${table.name} has no constraint ${name}.`))
}

const hasConstraint = ({ definitions }: TableDefinition, name: string): boolean =>
  definitions.some(({ clauses }) => clauses.some((clause) => isNamed(clause, name)))

const isNamed = (clause: Clause, name: string): boolean => clause.name !== undefined && sameName(clause.name, name)

import * as Result from "effect/Result"
import type { ColumnType, ScalarType } from "./column-type.ts"
import type { ColumnOptions } from "./column.ts"
import type { ForeignKey } from "./foreign-key.ts"
import { foreignKeyName } from "./names.ts"
import type { QualifiedName } from "./qualified-name.ts"
import type { Reference } from "./reference.ts"
import { invalid, type Refusal } from "./refusal.ts"
import type { LanguageSettings } from "./settings.ts"
import type { TableColumn } from "./table-column.ts"

/** A column as the language writes it. */
export interface ColumnInput {
  readonly column: string
  readonly type: ColumnType
  readonly options: ColumnOptions
}

/**
 * A column with every setting applied. Refuses with kind `invalid` a scale without a precision, and an option that says
 * nothing of the column's type.
 */
export const resolveColumn = (
  table: QualifiedName,
  input: ColumnInput,
  settings: LanguageSettings,
): Result.Result<TableColumn, Refusal> => {
  const { column: name, options, type } = input
  if (options.scale !== undefined && options.precision === undefined) {
    return Result.fail(invalid(
      `The column ${name} of table ${table.name} has a scale but no precision.`,
      "Give it a precision: the number of all its digits.",
    ))
  }
  const idle = idleOption(type, options)
  if (idle !== undefined) {
    const types = typesWith[idle].map((each) => `"${each}"`).join(" or ")
    return Result.fail(invalid(
      `The column ${name} of table ${table.name} has the option "${idle}", which says nothing of its type.`,
      `Leave it out, or give the column the type ${types}.`,
    ))
  }
  return Result.succeed(
    isReference(type)
      ? { name, type: keyType(type, settings), reference: foreignKey(table, name, type, settings), options }
      : { name, type, reference: undefined, options },
  )
}

/** The types that Ecto knows by name and for which an option means something; elsewhere it would be dropped unsaid. */
const typesWith = {
  startValue: ["identity"],
  increment: ["identity"],
  fields: ["duration"],
} as const

const idleOption = (type: ColumnType, options: ColumnOptions): keyof typeof typesWith | undefined =>
  (["startValue", "increment", "fields"] as const).find((option) =>
    options[option] !== undefined && !typesWith[option].some((each) => each === type)
  )

const isReference = (type: ColumnType): type is Reference => typeof type === "object" && type._tag === "Reference"

/** The settings of references are `migrationForeignKey` over the type of `migrationPrimaryKey` (Ecto.Migration). */
const keyType = (reference: Reference, settings: LanguageSettings): ScalarType =>
  reference.options.type ?? settings.migrationForeignKey?.type ?? primaryKeyType(settings) ?? "bigserial"

const primaryKeyType = (settings: LanguageSettings): ScalarType | undefined =>
  settings.migrationPrimaryKey ? settings.migrationPrimaryKey.type : undefined

const foreignKey = (
  table: QualifiedName,
  column: string,
  reference: Reference,
  settings: LanguageSettings,
): ForeignKey => {
  const { options } = reference
  return {
    name: options.name ?? foreignKeyName(table.name, column),
    named: options.name !== undefined,
    table: { name: reference.table, prefix: referencePrefix(table, options.prefix, settings) },
    columns: [
      { own: column, other: options.column ?? settings.migrationForeignKey?.column ?? "id" },
      ...Object.entries(options.with ?? {}).map(([own, other]) => ({ own, other })),
    ],
    onDelete: options.onDelete,
    onUpdate: options.onUpdate,
    match: options.match,
    validate: options.validate ?? true,
    options: options.options,
  }
}

const referencePrefix = (
  table: QualifiedName,
  own: string | null | undefined,
  settings: LanguageSettings,
): string | undefined => own === null ? undefined : own ?? settings.migrationForeignKey?.prefix ?? table.prefix

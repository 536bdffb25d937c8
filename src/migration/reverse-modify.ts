import type { ColumnType } from "./column-type.ts"
import type { ColumnOptions, From, Modify } from "./column.ts"

/**
 * The `modify` that undoes one: to exactly the type and options that `from` names. Where `from` names only a type, what
 * the way forward set is turned round as far as that is known: NOT NULL to NULL and back, a default to none.
 */
export const reverseModify = (change: Modify, from: From): Modify => {
  const { from: _, ...options } = change.options
  const was = typeAndOptions(from)
  // A key that the way forward left alone is still there: said again, it would be made a second time.
  const isKept = was.options?.primaryKey === true && options.primaryKey === undefined
  return {
    _tag: "Modify",
    column: change.column,
    type: was.type,
    options: {
      ...isKept ? withoutKey(was.options) : was.options ?? opposite(options),
      ...key(options, was.options),
      from: [change.type, isKept ? { ...options, primaryKey: true } : options],
    },
  }
}

const typeAndOptions = (from: From): { readonly type: ColumnType; readonly options: ColumnOptions | undefined } =>
  isPair(from) ? { type: from[0], options: from[1] } : { type: from, options: undefined }

const isPair = (from: From): from is readonly [type: ColumnType, options: ColumnOptions] => Array.isArray(from)

const withoutKey = (options: ColumnOptions): ColumnOptions => {
  const { primaryKey: _, ...others } = options
  return others
}

/** A key that the way forward made is undone, also where `from` passes over it. */
const key = (options: ColumnOptions, was: ColumnOptions | undefined): ColumnOptions =>
  options.primaryKey === true && was?.primaryKey === undefined ? { primaryKey: false } : {}

const opposite = (options: ColumnOptions): ColumnOptions => ({
  ...(typeof options.null === "boolean" ? { null: !options.null } : {}),
  ...(options.default === undefined ? {} : { default: null }),
})

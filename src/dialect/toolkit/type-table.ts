import type { ArrayType, KnownType, ScalarType } from "../../migration/column-type.ts"
import type { ColumnOptions } from "../../migration/column.ts"

/** How a type is written: the words, or what makes them from the options of the column. */
export type TypeRule = string | ((options: ColumnOptions) => string)

/** How a database writes the types of columns. */
export interface TypeTable {
  /**
   * The types of the language. A type that the database has not is refused by a feature, and whatever stands here is
   * not written.
   */
  readonly known: { readonly [Type in KnownType]: TypeRule }
  /** Any other type, which goes to the database as its author wrote it. */
  readonly other: (type: string, options: ColumnOptions) => string
  /** A list, from its element as it is written. */
  readonly array: (element: string) => string
  /** The type of a column that refers to a key of this type: `"bigint"` for `"bigserial"`. */
  readonly reference: (key: ScalarType) => ScalarType
}

/** A type as a database writes it. Size and precision of a list are its element's. */
export const typeText = (types: TypeTable, type: ScalarType | ArrayType, options: ColumnOptions): string => {
  if (typeof type === "object") return types.array(typeText(types, type.of, options))
  if (!isKnown(types, type)) return types.other(type, options)
  const rule = types.known[type]
  return typeof rule === "string" ? rule : rule(options)
}

const isKnown = ({ known }: TypeTable, type: string): type is KnownType => Object.hasOwn(known, type)

/** `varchar(40)`: a type with its length, or the length that it has when none is said. */
export const sized = (name: string, length?: number): TypeRule => ({ size = length }) =>
  size === undefined ? name : `${name}(${size})`

/** `decimal(10,2)`: a type with its digits; none behind the point unless said. */
export const scaled = (name: string): TypeRule => ({ precision, scale = 0 }) =>
  precision === undefined ? name : `${name}(${precision},${scale})`

/** `timestamp(3)`: a type with the digits of its seconds, or those that it has when none are said. */
export const fractional = (name: string, digits?: number): TypeRule => ({ precision = digits }) =>
  precision === undefined ? name : `${name}(${precision})`

/** A type of the database's own, with whatever of size, precision and scale is said. */
export const asWritten = (type: string, { precision, scale, size }: ColumnOptions): string => {
  const numbers = size === undefined ? [precision, scale] : [size]
  const said = numbers.filter((number) => number !== undefined)
  return said.length === 0 ? type : `${type}(${said.join(",")})`
}

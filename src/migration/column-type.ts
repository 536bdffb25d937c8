import type { Reference } from "./reference.ts"

/** Ecto's types, which every dialect knows by name. */
export type KnownType =
  | "id"
  | "serial"
  | "bigserial"
  | "identity"
  | "smallint"
  | "integer"
  | "bigint"
  | "float"
  | "decimal"
  | "numeric"
  | "boolean"
  | "string"
  | "text"
  | "binary"
  | "bitstring"
  | "binary_id"
  | "uuid"
  | "map"
  | "duration"
  | "date"
  | "time"
  | "time_usec"
  | "naive_datetime"
  | "naive_datetime_usec"
  | "utc_datetime"
  | "utc_datetime_usec"

/** One of Ecto's types; any other string goes to the database as it is. */
export type ScalarType = KnownType | (string & {})

/** A list of another type. */
export interface ArrayType {
  readonly _tag: "Array"
  readonly of: ScalarType | ArrayType
}

/** What may stand as the type of a column. */
export type ColumnType = ScalarType | ArrayType | Reference

/**
 * A list type. Size and precision of the column are the element's.
 *
 * @example
 * add("tags", array("string"))
 */
export const array = (of: ScalarType | ArrayType): ArrayType => Object.freeze({ _tag: "Array", of })

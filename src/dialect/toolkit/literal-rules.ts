import type { ArrayType } from "../../migration/column-type.ts"

/** How a database writes values. */
export interface LiteralRules {
  /** `\` in a string begins an escape and has to be doubled. */
  readonly backslashEscapes: boolean
  /** A string may hold a null byte. */
  readonly nullBytes: boolean
  /** The smallest and the largest integer that stays exact; `undefined` where none is too large. */
  readonly integers: { readonly smallest: bigint; readonly largest: bigint } | undefined
  /** A map, or a list that is no list type, from the string literal of its JSON. */
  readonly json: (literal: string) => string
  /** A list of a list type, from its elements; `undefined` where a list is JSON. */
  readonly array: ((elements: ReadonlyArray<string>, type: ArrayType) => string) | undefined
}

import * as Arbitrary from "effect/Arbitrary"
import type { Command } from "sterna"
import { oneOf, upTo } from "./choice.ts"
import { anyCommand, commandOf, type Written } from "./commands.ts"
import { hostileValues } from "./hostile-values.ts"

/** A command with a hostile value planted where a path leads: each step takes a member by its position. */
export interface Planted {
  readonly written: Written
  readonly path: ReadonlyArray<number>
  readonly hostile: string
}

export const plantedCommand = (values: { readonly [name: string]: unknown }): Arbitrary.Arbitrary<Planted> =>
  Arbitrary.all({
    written: anyCommand,
    path: Arbitrary.array(upTo(6), { minLength: 1, maxLength: 8 }),
    hostile: oneOf(["undefined", ...Object.keys(values)]),
  })

/** The command that a plan describes. */
export const plant = ({ hostile, path, written }: Planted): Command => {
  const { _tag, ...fields } = written
  return commandOf({ _tag, ...Object(put(fields, path, hostileValues[hostile]?.())) })
}

const put = (data: unknown, path: ReadonlyArray<number>, value: unknown): unknown => {
  const [step, ...rest] = path
  if (step === undefined || typeof data !== "object" || data === null) return value
  const members = Object.entries(data)
  const at = step % Math.max(1, members.length)
  const changed = members.map(([key, member], position) => [key, position === at ? put(member, rest, value) : member])
  return Array.isArray(data) ? changed.map(([, member]) => member) : Object.fromEntries(changed)
}

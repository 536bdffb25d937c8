import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import { parseDuration } from "./duration.ts"
import type { MigrationOptions } from "./migration.ts"
import { nearest } from "./nearest.ts"
import { invalid, type Refusal } from "./refusal.ts"

/** The options behind a marker of a SQL file. Times are milliseconds. */
export interface SqlBlockOptions extends Pick<MigrationOptions, "transaction" | "lock" | "retries"> {
  readonly lockTimeout?: number
  readonly statementTimeout?: number
}

/**
 * Reads `transaction:false lockTimeout:5s`. dbmate ignores what it does not know; here it is refused, since a misspelt
 * `transaction:false` would run in a transaction.
 *
 * @param where names the line: `line 3`
 */
export function sqlBlockOptions(text: string, where: string): Result.Result<SqlBlockOptions, Refusal> {
  const given: { -readonly [Name in keyof SqlBlockOptions]: SqlBlockOptions[Name] } = {}
  for (const pair of text.split(/\s+/).filter((part) => part !== "")) {
    const [, name = pair, value] = /^([^:]*):(.*)$/.exec(pair) ?? []
    if (!isName(name)) return Result.fail(unknownOption(name, where))
    if (given[name] !== undefined) return Result.fail(invalid(`The option "${name}" stands twice on ${where}.`))
    const reading = readings[name]
    const read = value === undefined ? undefined : reading.read(value)
    if (read === undefined) {
      const problem = value === undefined || value === ""
        ? `The option "${name}" on ${where} has no value.`
        : `The option "${name}" on ${where} cannot be "${value}".`
      return Result.fail(invalid(problem, `Write ${reading.examples}, without a space in it.`))
    }
    Object.assign(given, { [name]: read })
  }
  return Result.succeed(given)
}

interface Reading {
  readonly read: (value: string) => boolean | number | undefined
  readonly examples: string
}

const flag = (name: string): Reading => ({
  read: (value) => value === "true" ? true : value === "false" ? false : undefined,
  examples: `"${name}:false" or "${name}:true"`,
})

const time = (name: string): Reading => ({
  read: (value) => Option.getOrUndefined(Option.map(parseDuration(value), Duration.toMillis)),
  examples: `"${name}:5s", or another number of ms, s, m or h`,
})

const readings: Readonly<Record<keyof SqlBlockOptions, Reading>> = {
  transaction: flag("transaction"),
  lock: flag("lock"),
  lockTimeout: time("lockTimeout"),
  statementTimeout: time("statementTimeout"),
  retries: {
    read: (value) => /^\d{1,9}$/.test(value) ? Number(value) : undefined,
    examples: `"retries:3", or another whole number`,
  },
}

const isName = (name: string): name is keyof SqlBlockOptions => Object.hasOwn(readings, name)

function unknownOption(name: string, where: string): Refusal {
  const names = Object.keys(readings)
  const near = nearest(name, names)
  return invalid(
    `There is no option "${name}" for a SQL migration (${where}).`,
    near === undefined ? `The options are ${names.join(", ")}.` : `Did you mean "${near}"?`,
  )
}

import * as Result from "effect/Result"
import { type DatabaseError, nearest } from "sterna/dialect"
import { isParameter, type Parameter, parameterNames, ruleOf } from "./parameter.ts"
import { refuse } from "./refuse.ts"

/** What a parameter was set to, and where: `the URL`, `PGPORT`, `the service main in /etc/pg_service.conf`. */
export interface Setting {
  readonly value: string
  readonly source: string
}

/** Parameters of a connection, of one source or of all. An empty value counts as none. */
export type Settings = Readonly<Partial<Record<Parameter, Setting>>>

/** A parameter by the name that a source gives it; an unknown name, or one that Sterna cannot fulfil, is refused. */
export function setting(name: string, value: string, source: string): Result.Result<Settings, DatabaseError> {
  if (!isParameter(name)) {
    const near = nearest(name, parameterNames)
    return refuse(
      `There is no connection parameter ${name}, which is set by ${source}.`,
      near === undefined ? "Leave it out." : `Did you mean ${near}?`,
    )
  }
  if (value === "") return Result.succeed({})
  const { harmless = "any", instead } = ruleOf(name)
  if (harmless !== "any" && !harmless.includes(value)) {
    const harmlessValues = harmless.length === 0 ? "" : `, or set it to ${harmless.join(" or ")}`
    return refuse(
      `Sterna cannot do what the connection parameter ${name} asks, which is set by ${source}.`,
      [`Leave it out${harmlessValues}.`, instead].filter((sentence) => sentence !== undefined).join(" "),
    )
  }
  return Result.succeed({ [name]: { value, source } })
}

/** Several settings as one: of two for a parameter the later counts. Fails with the first failure. */
export const merged = (
  parts: ReadonlyArray<Result.Result<Settings, DatabaseError>>,
): Result.Result<Settings, DatabaseError> =>
  Result.map(Result.all(parts), (all) => Object.fromEntries(all.flatMap((settings) => Object.entries(settings))))

/** One of a few words, with the nearest suggested for any other. */
export function choice<Word extends string>(
  parameter: Parameter,
  { source, value }: Setting,
  words: ReadonlyArray<Word>,
): Result.Result<Word, DatabaseError> {
  const word = words.find((candidate) => candidate === value)
  if (word !== undefined) return Result.succeed(word)
  const near = nearest(value, words)
  const hint = near === undefined ? "" : ` Did you mean ${near}?`
  return refuse(`The ${parameter} that is set by ${source} is not known.`, `It may be ${words.join(", ")}.${hint}`)
}

/** A whole number in decimal digits. */
export function wholeNumber(
  parameter: Parameter,
  { source, value }: Setting,
): Result.Result<number, DatabaseError> {
  const number = /^\s*[+-]?\d{1,9}\s*$/.test(value) ? Number(value) : undefined
  return number === undefined
    ? refuse(`The ${parameter} that is set by ${source} is no whole number.`, "Write it in decimal digits.")
    : Result.succeed(number)
}

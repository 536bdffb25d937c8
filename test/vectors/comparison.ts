import * as Result from "effect/Result"
import type { Compiled } from "./compiled.ts"
import type { Outcome } from "./sqlite-run.ts"
import type { Expectation, SqliteSchema } from "./vector.ts"

/** In what a run is another than expected; empty where it holds. Where statements differ, the schema decides. */
export const compareRun = (
  { down, up }: { readonly up: Outcome; readonly down: Outcome | undefined },
  expected: Expectation<SqliteSchema>,
): ReadonlyArray<string> => [
  ...compareOutcome("up", up, expected.up, expected.upError, expected.schemaAfterUp),
  ...down === undefined || expected.upError !== null
    ? []
    : compareOutcome("down", down, expected.down, expected.downError, expected.schemaAfterDown),
]

const compareOutcome = (
  direction: string,
  outcome: Outcome,
  statements: ReadonlyArray<string>,
  error: { readonly kind: string } | null,
  schema: SqliteSchema,
): ReadonlyArray<string> => {
  const kind = outcome.error?.kind ?? "none"
  const expectedKind = error?.kind ?? "none"
  if (kind !== expectedKind) {
    return [`${direction}: error ${kind} (${outcome.error?.message ?? ""}), expected ${expectedKind}`]
  }
  if (kind !== "none" || same(outcome.statements, statements)) return []
  return same(sorted(outcome.schema), sorted(schema)) ? [] : [differ(direction, outcome.statements, statements)]
}

/**
 * In what the compiled statements are others than expected; empty where they hold, `undefined` where only a run can
 * tell. Of what a server refused, the statements up to that one are known.
 */
export const compareCompiled = (
  { down, up }: { readonly up: Compiled; readonly down: Compiled },
  expected: Expectation,
): ReadonlyArray<string> | undefined =>
  up === undefined ? undefined : [
    ...compareStatements("up", up, expected.up, expected.upError),
    ...expected.upError === null ? compareStatements("down", down, expected.down, expected.downError) : [],
  ]

const compareStatements = (
  direction: string,
  compiled: Compiled,
  statements: ReadonlyArray<string>,
  error: { readonly kind: string } | null,
): ReadonlyArray<string> => {
  if (compiled === undefined) return []
  const expectedKind = error === null || error.kind === "database" ? "none" : error.kind
  const kind = Result.isFailure(compiled) ? compiled.failure.kind : "none"
  if (kind !== expectedKind) {
    const message = Result.isFailure(compiled) ? compiled.failure.message : ""
    return [`${direction}: error ${kind} (${message}), expected ${expectedKind}`]
  }
  if (Result.isFailure(compiled)) return []
  const known = error === null ? compiled.success : compiled.success.slice(0, statements.length)
  return same(known, statements) ? [] : [differ(direction, known, statements)]
}

const differ = (direction: string, found: ReadonlyArray<string>, expected: ReadonlyArray<string>): string =>
  `${direction}: ${found.join("; ")}, expected ${expected.join("; ")}`

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const sorted = (schema: SqliteSchema): unknown =>
  Object.entries(schema).toSorted(([one], [other]) => one.localeCompare(other))

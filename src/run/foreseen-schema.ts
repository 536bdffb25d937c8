import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Connection } from "../dialect/connection.ts"
import type { Dialect } from "../dialect/dialect.ts"
import type { Rebuild } from "../dialect/step.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import { sentence } from "../migration/sentence.ts"

/** The statements of a step that depend on the schema, or why they cannot be known. */
export type Foreseen =
  | { readonly _tag: "Known"; readonly sql: ReadonlyArray<string> }
  | { readonly _tag: "Unknown"; readonly reason: string }

/** The schema as the statements of a plan leave it behind, one after the other, without the database being asked or changed. */
export interface ForeseenSchema {
  /** Takes note of a statement that the plan comes to. */
  readonly after: (sql: string) => Effect.Effect<void>
  /** From here on nobody can know. */
  readonly lose: (reason: string) => void
  /** What a table is built anew with, and takes note of it. */
  readonly rebuild: (rebuild: Rebuild) => Effect.Effect<Foreseen>
}

/**
 * The schema that a plan begins with.
 *
 * @param from the database; `undefined` for an empty one, or a sentence on why it is not known
 */
export const foreseeSchema = Effect.fnUntraced(function*(
  dialect: Pick<Dialect, "copySchema" | "inspect" | "rebuild">,
  from: Connection | string | undefined,
): Effect.fn.Return<ForeseenSchema, DatabaseError, Scope.Scope> {
  const { copySchema, inspect, rebuild } = dialect
  const copy = typeof from === "string" ? undefined : yield* copySchema?.(from) ?? Effect.undefined
  let lost = typeof from === "string" ? from : undefined

  // A statement may need rows, or what only the database has: what it made of the tables is not known then.
  const noted = () => Effect.sync(() => void (lost = "a statement before it needs more"))
  const after = (sql: string) =>
    copy === undefined || lost !== undefined ? Effect.void : copy.batch([{ sql }]).pipe(Effect.catch(noted))

  return {
    after,
    lose: (reason) => void (lost ??= reason),
    rebuild: Effect.fnUntraced(function*(step: Rebuild): Effect.fn.Return<Foreseen> {
      const about = "its SQL depends on the table as it is then"
      if (copy === undefined || inspect === undefined || rebuild === undefined || lost !== undefined) {
        return { _tag: "Unknown", reason: lost === undefined ? about : `${about}: ${lost}` }
      }
      const found = inspect(copy, step.table).pipe(
        Effect.flatMap((schema) => Effect.fromResult(rebuild(schema, step))),
        Effect.map((statements): Foreseen => ({ _tag: "Known", sql: statements.map(({ sql }) => sql) })),
        Effect.catch((error) =>
          Effect.succeed<Foreseen>({ _tag: "Unknown", reason: `it would fail: ${sentence(error.message)}` })
        ),
      )
      const foreseen = yield* found
      if (foreseen._tag === "Known") yield* Effect.forEach(foreseen.sql, after, { discard: true })
      else lost = "a rebuild before it fails"
      return foreseen
    }),
  }
})

import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { add } from "../doors/sterna.ts"
import { type Cases, conformanceCase, equals, holds } from "./conformance-case.ts"
import { scratchTable } from "./scratch-table.ts"

const oddNames = [
  "Mixed Case",
  "select",
  "a.b",
  "it's",
  "say \"when\"",
  "tick`tick",
  "[brackets]",
  "back\\slash",
  "semi;colon",
  "-- no comment",
  "$1 ? :x @y %s",
  "straße 雪",
]

/** That names survive as they are written. */
export const nameCases: Cases = (subject) => [
  conformanceCase(
    "quoteName: odd names round trip",
    "A name that is not refused is found again, letter by letter, as a table and as a column.",
    Effect.gen(function*() {
      const connection = yield* subject.connect
      let taken = 0
      for (const name of oddNames) {
        const quoted = subject.dialect.quoteName(name)
        if (Result.isFailure(quoted)) continue
        taken++
        yield* Effect.scoped(Effect.gen(function*() {
          const table = yield* scratchTable(subject, connection, `conformance_${name}`, [add(name, "integer")])
          yield* connection.batch([{ sql: `INSERT INTO ${table.name} (${quoted.success}) VALUES (1)` }])
          const [row] = yield* table.rows(connection)
          yield* equals(Object.keys(row ?? {}), [name], "The name of the column")
        }))
      }
      yield* holds(
        taken > 6,
        "Most odd names can be quoted.",
        oddNames.filter((name) => Result.isFailure(subject.dialect.quoteName(name))),
      )
    }),
  ),
  conformanceCase(
    "quoteName: refuses what no quotes can hold",
    "An empty name and one with a NUL character are refused, not written into a statement.",
    Effect.forEach(["", "nul\0character"], (name) =>
      holds(
        Result.isFailure(subject.dialect.quoteName(name)),
        `The name ${JSON.stringify(name)} is refused.`,
      ), { discard: true }),
  ),
]

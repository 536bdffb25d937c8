import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Ref from "effect/Ref"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import { add } from "../doors/sterna.ts"
import { type Cases, conformanceCase, equals } from "./conformance-case.ts"
import { scratchTable } from "./scratch-table.ts"

/** So many rows joined with themselves five times keep any server busy for longer than an interrupt takes. */
const size = 30

/** What an interrupt does to a statement that runs. */
export const interruptionCases: Cases = (subject) => [
  conformanceCase(
    "interruption: cancels the statement that runs",
    "An interrupted statement ends without having done anything, and the connection takes the next one; or the "
      + "connection had to be left, and says so: its errors are `lost`, or `abandoned` was called.",
    Effect.gen(function*() {
      const observer = yield* subject.connect
      const left = yield* Ref.make(false)
      const services = yield* Effect.context<never>()
      const abandoned = () => Effect.runSyncWith(services)(Ref.set(left, true))
      const numbers = yield* scratchTable(subject, observer, "conformance_numbers", [add("n", "integer")])
      const witness = yield* scratchTable(subject, observer, "conformance_witness", [add("n", "bigint")])
      yield* observer.batch(
        Array.from({ length: size }, (_, n) => ({ sql: `INSERT INTO ${numbers.name} VALUES (${n})` })),
      )
      const connection = yield* subject.dialect.connect({ ...subject.target, abandoned })
      const names = ["a", "b", "c", "d", "e"]
      const from = names.map((name) => `${numbers.name} ${name}`).join(", ")
      const fiber = yield* Effect.forkChild(
        connection.batch([
          { sql: `INSERT INTO ${witness.name} VALUES (0)` },
          {
            sql: `INSERT INTO ${witness.name} SELECT count(*) FROM ${from} WHERE ${
              names.map((name) => `${name}.n`).join(" + ")
            } >= 0`,
          },
        ]),
        { startImmediately: true },
      )
      yield* Effect.repeat(witness.rows(observer), {
        until: (rows) => rows.length > 0,
        schedule: Schedule.spaced("5 millis"),
      })
      yield* Fiber.interrupt(fiber)
      if (yield* Ref.get(left)) return
      const rows = yield* Effect.result(witness.rows(connection))
      if (Result.isFailure(rows)) yield* equals(rows.failure.kind, "lost", "The kind of the error")
      else yield* equals(rows.success.length, 1, "The number of rows after the interrupt")
    }),
  ),
]

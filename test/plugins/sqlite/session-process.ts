import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Redacted from "effect/Redacted"
import { connect } from "../../../plugins/sqlite/connection.ts"
import { tryLock } from "../../../plugins/sqlite/lock.ts"
import type { Session, Step } from "./session.ts"

// A process with one connection: it takes its steps one after the other and says of each how it ended, a line of JSON.

const session: Session = JSON.parse(process.argv[2] ?? "")
let abandoned = false

const say = (line: object) => Effect.sync(() => process.stdout.write(`${JSON.stringify(line)}\n`))

const program = Effect.gen(function*() {
  const connection = yield* connect({
    url: Redacted.make(session.url),
    repo: "default",
    directory: "/",
    readOnly: session.readOnly ?? false,
    lockTimeout: Duration.millis(session.lockTimeout ?? 0),
    waiting: () => Effect.void,
    notice: () => Effect.void,
    application: "test",
    abandoned: () => {
      abandoned = true
    },
  })
  const take = (step: Step) => {
    switch (step.do) {
      case "query":
        return Effect.map(connection.query(step.sql), (rows) => ({ rows }))
      case "batch":
        return Effect.as(connection.batch(step.statements.map((sql) => ({ sql }))), {})
      case "interrupt":
        return Effect.gen(function*() {
          const fiber = yield* Effect.forkChild(connection.query(step.sql), { startImmediately: true })
          yield* Fiber.interrupt(fiber)
          return { abandoned }
        })
      case "lock":
        return tryLock(connection, { table: { name: "schema_migrations", prefix: undefined }, mode: "table" })
      case "hold":
        return Effect.promise(() => Bun.stdin.text()).pipe(Effect.as({}))
    }
  }
  for (const step of session.steps) {
    if (step.do === "hold") yield* say({ holding: true })
    yield* say(yield* take(step).pipe(Effect.catch(failure)))
  }
})

const failure = ({ code, kind, message }: { kind: string; code?: string; message: string }) =>
  Effect.succeed({ kind, code, message })

await Effect.runPromise(Effect.scoped(program).pipe(Effect.catch((error) => Effect.flatMap(failure(error), say))))

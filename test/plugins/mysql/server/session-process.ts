import * as Effect from "effect/Effect"
import { connect } from "../../../../plugins/mysql/connection.ts"
import { tryLock } from "../../../../plugins/mysql/lock.ts"
import type { LockSession } from "./session.ts"
import { target } from "./target.ts"

// A process that takes the lock of a run: it says what came of it, and later of its loss, each a line of JSON.

const { mode, url }: LockSession = JSON.parse(process.argv[2] ?? "")
const say = (line: object) => Effect.sync(() => process.stdout.write(`${JSON.stringify(line)}\n`))

const program = Effect.gen(function*() {
  const connection = yield* connect(target(url))
  const { acquired, holder, lost = Effect.never } = yield* tryLock(connection, {
    table: { name: "schema_migrations", prefix: undefined },
    mode,
  })
  yield* say({ acquired, holder })
  yield* Effect.raceFirst(
    Effect.promise(() => Bun.stdin.text()),
    lost.pipe(Effect.catch(({ message }) => say({ lost: message }))),
  )
})

await Effect.runPromise(Effect.scoped(program))

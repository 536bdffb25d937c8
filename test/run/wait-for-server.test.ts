import { expect, test } from "bun:test"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import * as TestClock from "effect/testing/TestClock"
import { DatabaseError } from "../../src/migration/database-error.ts"
import { type ServerWait, waitForServer } from "../../src/run/wait-for-server.ts"

const refused = new DatabaseError({ kind: "unreachable", problem: "Nothing is there", transient: true })
const wrong = new DatabaseError({ kind: "unreachable", problem: "The password is wrong" })

/** A server that answers each attempt with the next of these, and the last for ever. */
const server = (...answers: ReadonlyArray<Effect.Effect<string, DatabaseError>>) => {
  const seen = { attempts: 0, open: 0, waits: new Array<ServerWait>() }
  const attempt = Effect.suspend(() => {
    const answer = answers[Math.min(seen.attempts++, answers.length - 1)] ?? Effect.never
    const opened = Effect.acquireRelease(Effect.sync(() => seen.open++), () => Effect.sync(() => seen.open--))
    return Effect.andThen(opened, answer)
  })
  const wait = (limit: Duration.Input) =>
    waitForServer(attempt, {
      limit: Duration.fromInputUnsafe(limit),
      waiting: (each) => Effect.sync(() => void seen.waits.push(each)),
    })
  return { seen, wait }
}

/** How an effect ends when an hour goes by. */
const inAnHour = <A, E>(effect: Effect.Effect<A, E, Scope.Scope>) =>
  Effect.gen(function*() {
    const fiber = yield* Effect.forkChild(Effect.result(effect), { startImmediately: true })
    yield* TestClock.adjust("1 hour")
    return yield* Fiber.join(fiber)
  }).pipe(Effect.scoped, Effect.provide(TestClock.layer()), Effect.runPromise)

test("without a limit there is one attempt", async () => {
  const { seen, wait } = server(Effect.fail(refused))
  expect(await inAnHour(wait(0))).toMatchObject({ failure: refused })
  expect(seen).toEqual({ attempts: 1, open: 0, waits: [] })
})

test("a failure that passes is waited out, and said", async () => {
  const { seen, wait } = server(Effect.fail(refused), Effect.fail(refused), Effect.succeed("connected"))
  expect(await inAnHour(wait("1 minute"))).toMatchObject({ success: "connected" })
  expect(seen.attempts).toBe(3)
  expect(seen.waits).toEqual([{ problem: "Nothing is there", waitedMs: 0, timeoutMs: 60_000 }])
})

test("one that does not is the end", async () => {
  const { seen, wait } = server(Effect.fail(refused), Effect.fail(wrong))
  expect(await inAnHour(wait("1 minute"))).toMatchObject({ failure: wrong })
  expect(seen.attempts).toBe(2)
})

test("in the end the last failure counts; the pauses grow, and the wait is said once a second at most", async () => {
  const { seen, wait } = server(Effect.fail(refused))
  expect(await inAnHour(wait("1 minute"))).toMatchObject({ failure: refused })
  expect(seen.attempts).toBeWithin(30, 80)
  expect(seen.open).toBe(0)
  const said = seen.waits.map(({ waitedMs }) => waitedMs)
  expect(said.every((ms, index) => index === 0 || ms - (said[index - 1] ?? 0) >= 1000)).toBe(true)
  expect(said.length).toBeGreaterThan(20)
})

test("an attempt that is never answered is left and made again", async () => {
  const { seen, wait } = server(Effect.never, Effect.succeed("connected"))
  expect(await inAnHour(wait("1 minute"))).toMatchObject({ success: "connected" })
  expect(seen.attempts).toBe(2)
})

test("nobody ever answers", async () => {
  const { seen, wait } = server(Effect.never)
  expect(await inAnHour(wait("20 seconds"))).toMatchObject({
    failure: { problem: "The database did not answer within 5s" },
  })
  expect(seen).toMatchObject({ attempts: 3, open: 0 })
})

test("what was opened ends with the scope outside", async () => {
  const { seen, wait } = server(Effect.fail(refused), Effect.succeed("connected"))
  const scope = await Effect.runPromise(Scope.make())
  await Effect.runPromise(Scope.provide(wait("1 minute"), scope))
  expect(seen.open).toBe(1)
  await Effect.runPromise(Scope.close(scope, Exit.void))
  expect(seen.open).toBe(0)
})

test("what had hardly any time says nothing of the network", async () => {
  const { wait } = server(Effect.never)
  expect(await inAnHour(wait("2 millis"))).toMatchObject({
    failure: { hint: "Wait longer, like --wait 30s: a bare number is milliseconds." },
  })
})

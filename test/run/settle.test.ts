import { describe, expect, test } from "bun:test"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { settle } from "../../src/run/settle.ts"

/** Starts a commit, interrupts whoever waits for it, lets `then` happen, and tells what came of it. */
const interrupted = (
  patienceMs: number,
  then: (answer: Deferred.Deferred<string>) => Effect.Effect<unknown>,
) =>
  Effect.runPromise(Effect.gen(function*() {
    const log: Array<string> = []
    const started = yield* Deferred.make<void>()
    const answer = yield* Deferred.make<string>()
    const commit = Deferred.succeed(started, undefined).pipe(
      Effect.andThen(Deferred.await(answer)),
      Effect.onInterrupt(() => Effect.sync(() => log.push("commit interrupted"))),
    )
    const run = Effect.uninterruptibleMask(() =>
      settle(commit, patienceMs).pipe(Effect.tap((text) => Effect.sync(() => log.push(text))))
    )
    const fiber = yield* Effect.forkChild(run)
    yield* Deferred.await(started)
    yield* Effect.forkChild(Fiber.interrupt(fiber), { startImmediately: true })
    yield* then(answer)
    const exit = yield* Fiber.await(fiber)
    return { log, interrupted: Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) }
  }))

describe("settle", () => {
  test("gives what came of it", async () => {
    expect(await Effect.runPromise(settle(Effect.succeed(1), 10))).toBe(1)
    expect(await Effect.runPromise(Effect.flip(settle(Effect.fail("no"), 10)))).toBe("no")
  })

  test("an interrupt waits for the answer, and the answer counts", async () => {
    const { log } = await interrupted(60_000, (answer) => Deferred.succeed(answer, "committed"))
    expect(log).toEqual(["committed"])
  })

  test("an interrupt does not wait for ever", async () => {
    const outcome = await interrupted(1, () => Effect.void)
    expect(outcome).toEqual({ log: ["commit interrupted"], interrupted: true })
  })
})

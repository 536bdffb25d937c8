import { expect, test } from "bun:test"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Random from "effect/Random"
import * as TestClock from "effect/testing/TestClock"
import { DatabaseError, type DatabaseErrorKind } from "../../src/migration/database-error.ts"
import { type Loss, retrying } from "../../src/run/retry.ts"

const failing = (kind: DatabaseErrorKind) => new DatabaseError({ kind, problem: "No." })

/** Runs work that fails as often as said, by a clock that jumps from pause to pause. */
const run = (retries: number, failures: ReadonlyArray<DatabaseErrorKind>) =>
  Effect.runPromise(
    Effect.gen(function*() {
      const left = [...failures]
      const losses: Array<Loss> = []
      const work = Effect.suspend(() => {
        const kind = left.shift()
        return kind === undefined ? Effect.succeed("done") : Effect.fail(failing(kind))
      })
      const fiber = yield* Effect.forkChild(
        Effect.exit(
          retrying(work, {
            retries,
            lost: (loss) => Effect.sync(() => losses.push(loss)),
            interruptible: (effect) => effect,
          }),
        ),
      )
      yield* TestClock.adjust("1 hour")
      return { exit: yield* Fiber.join(fiber), losses, left: left.length }
    }).pipe(Effect.provide(TestClock.layer()), Random.withSeed("chance")),
  )

test("what lost is tried again, and the attempts are counted", async () => {
  const { exit, losses } = await run(3, ["busy", "busy"])
  expect(exit).toEqual(Exit.succeed("done"))
  expect(losses.map(({ attempt, attempts }) => `${attempt} of ${attempts}`)).toEqual(["2 of 4", "3 of 4"])
})

test.each(
  [
    [3, ["busy", "busy", "busy", "busy", "busy"], 1],
    [0, ["busy", "busy"], 1],
    [3, ["statement", "busy"], 1],
    [3, ["busy", "lost"], 0],
  ] as const,
)("with %d retries of what fails as %j, %d are not come to", async (retries, failures, left) => {
  const done = await run(retries, failures)
  const last = failures[failures.length - left - 1] ?? "busy"
  expect(done.left).toBe(left)
  expect(done.exit).toEqual(Exit.fail(failing(last)))
})

test("the pauses double up to a limit, each between half and all of it", async () => {
  const { losses } = await run(8, Array.from({ length: 8 }, () => "busy" as const))
  const most = [500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]
  expect(losses.map(({ pauseMs }, index) => pauseMs >= (most[index] ?? 0) / 2 && pauseMs <= (most[index] ?? 0)))
    .toEqual(most.map(() => true))
  expect(new Set(losses.slice(-3).map(({ pauseMs }) => pauseMs)).size).toBe(3)
})

test("a pause can be interrupted, also where the work cannot be", async () => {
  const exit = await Effect.runPromise(
    Effect.gen(function*() {
      const told = Promise.withResolvers<void>()
      const fiber = yield* Effect.forkChild(
        Effect.uninterruptibleMask((interruptible) =>
          retrying(Effect.fail(failing("busy")), {
            retries: 1,
            lost: () => Effect.sync(() => told.resolve()),
            interruptible,
          })
        ),
      )
      yield* Effect.promise(() => told.promise)
      yield* Fiber.interrupt(fiber)
      return yield* Fiber.await(fiber)
    }).pipe(Effect.provide(TestClock.layer())),
  )
  expect(Exit.hasInterrupts(exit)).toBe(true)
})

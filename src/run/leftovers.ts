import * as Effect from "effect/Effect"
import type { Command } from "../migration/command.ts"
import { quoteCommand } from "../migration/describe.ts"
import { invalid, type Refusal } from "../migration/refusal.ts"
import type { Awaited } from "./awaited.ts"
import type { PendingQuery } from "./query.ts"

/** A command or a query that was handed to `run`. */
export interface Run {
  readonly text: string
  readonly result: Awaited<unknown>
}

/** What a function made: each has to be waited for before it ends. */
interface Made {
  readonly queries: ReadonlyArray<PendingQuery>
  readonly runs: ReadonlyArray<Run>
  readonly fibers: ReadonlySet<unknown>
  readonly place: string
}

/** Fails where something of a function is left when it has ended: it would be lost, or run later, without a word. */
export const leftovers = ({ fibers, place, queries, runs }: Made): Effect.Effect<void, Refusal> => {
  const forgotten = queries.find((query) => !query.started)
  if (forgotten !== undefined) {
    return Effect.fail(invalid(
      `${place}: the query "${forgotten.text.trim()}" was made, but never sent.`,
      "Write `yield*` or `await` before it, or return it.",
    ))
  }
  const unattended = runs.find(({ result }) => !result.awaited)
  if (unattended !== undefined) {
    return Effect.fail(invalid(`${place}: run(${unattended.text}) was not awaited.`, "Write `await` before it."))
  }
  if (fibers.size > 0) {
    return Effect.fail(invalid(
      `${place}: the function ended while a command or a query of it was still running.`,
      "Write `await` before each `run(…)` and each query.",
    ))
  }
  return Effect.void
}

/** Why a function that wrote a command and forgot it has failed. */
export const neverRun = (command: Command, place: string): Refusal =>
  invalid(
    `${place}: ${quoteCommand(command)} was written, but never run.`,
    "Write `yield*` before it, or `await run(…)` around it, or return it in an array.",
  )

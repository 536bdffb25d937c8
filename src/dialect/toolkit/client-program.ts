import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { type Refusal, unsupported } from "../../migration/refusal.ts"

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** How a program ended, and what it wrote. */
export interface Ended {
  /** Its exit code; of one that a signal ended, what a shell makes of it. */
  readonly code: number
  /** All that it wrote to its standard output. */
  readonly stdout: string
  /** All that it wrote to its standard error. */
  readonly stderr: string
}

/** How long a program that was asked to end may take, before it is made to. */
const patienceMs = 500

/**
 * Runs a program to its end, with nothing on its standard input. An interrupt ends it, and waits for that.
 *
 * @param command the program's path, and its arguments: nothing secret, since everyone on the machine may read them.
 */
export const runProgram = (
  command: readonly [program: string, ...words: ReadonlyArray<string>],
  environment: Environment,
): Effect.Effect<Ended, Refusal> =>
  Effect.acquireUseRelease(
    Effect.try({
      try: () => Bun.spawn([...command], { env: { ...environment }, stdin: "ignore", stdout: "pipe", stderr: "pipe" }),
      catch: (cause) =>
        unsupported(`${command[0]} cannot be run: ${cause instanceof Error ? cause.message : String(cause)}.`),
    }),
    (child) =>
      Effect.promise(async () => {
        const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
        return { stdout, stderr, code }
      }),
    // In a fiber of its own: the one that was interrupted can wait no more.
    (child) => Effect.flatMap(Effect.forkDetach(Effect.interruptible(end(child))), Fiber.join),
  )

const end = Effect.fnUntraced(function*(child: Bun.Subprocess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = Effect.promise(() => child.exited)
  child.kill("SIGTERM")
  if (Option.isSome(yield* Effect.timeoutOption(ended, patienceMs))) return
  child.kill("SIGKILL")
  yield* ended
})

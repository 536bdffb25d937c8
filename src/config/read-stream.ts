import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { closeSync, constants, fstatSync, openSync, readSync, statSync } from "node:fs"
import { isStream, isTooLarge, largestFile, readFile, reasonOf } from "./read-file.ts"

/** How long a pipe is waited for that nobody has opened to write to. */
const patienceMs = 5000

const pauseMs = 10

/** A pipe that the shell or whoever started the process has made: nobody comes to write to it later. */
const isInherited = (path: string): boolean => /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd(?:\/\d+)?)/.test(path)

/**
 * The text of a file, or why there is none, as a clause. A pipe is read to its end, as `<(…)` of a shell makes one, and can
 * be interrupted meanwhile; one that has no writer is waited for a few seconds.
 */
export const readAny = (path: string): Effect.Effect<Result.Result<string, string>> =>
  Effect.suspend(() => namesStream(path) ? Effect.result(readStream(path)) : Effect.succeed(readFile(path)))

/** Whether there is something at a path that is neither a file nor a folder. */
export const namesStream = (path: string): boolean => {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats !== undefined && isStream(stats)
}

const readStream = (path: string): Effect.Effect<string, string> =>
  Effect.acquireUseRelease(
    // Else the opening of a pipe without a writer does not return.
    Effect.try({ try: () => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), catch: reasonOf }),
    (descriptor) => toEnd(descriptor, fstatSync(descriptor).isFIFO() && !isInherited(path)),
    (descriptor) => Effect.sync(() => closeSync(descriptor)),
  )

/** @param mayComeLate whether somebody may open it later to write */
const toEnd = Effect.fnUntraced(function*(descriptor: number, mayComeLate: boolean): Effect.fn.Return<string, string> {
  const parts: Array<Uint8Array> = []
  let length = 0
  let waitedMs = 0
  for (;;) {
    const part = yield* Effect.fromResult(readPart(descriptor))
    if (part !== undefined && part.length > 0) {
      parts.push(part)
      length += part.length
      if (length > largestFile) return yield* Effect.fail(isTooLarge)
      continue
    }
    const isEnd = part !== undefined
    if (isEnd && (length > 0 || !mayComeLate)) return new TextDecoder().decode(Buffer.concat(parts))
    if (isEnd && waitedMs >= patienceMs) return yield* Effect.fail("is a pipe to which nobody has written")
    if (isEnd) waitedMs += pauseMs
    yield* Effect.sleep(pauseMs)
  }
})

/** The next bytes; none at the end, and `undefined` where the writer has not written yet. */
const readPart = (descriptor: number): Result.Result<Uint8Array | undefined, string> => {
  const bytes = new Uint8Array(65536)
  try {
    return Result.succeed(bytes.subarray(0, readSync(descriptor, bytes)))
  } catch (cause) {
    const isWaiting = cause instanceof Error && "code" in cause && cause.code === "EAGAIN"
    return isWaiting ? Result.succeed(undefined) : Result.fail(reasonOf(cause))
  }
}

/**
 * The command line with one dialect, `wait:`, whose connection is never made: a script for process.test.ts. What the URL
 * says, it does when it is interrupted: `wait:leave` cleans up, `wait:abandon` leaves a thread that nothing can stop,
 * `wait:hang` never ends. `wait:throw` and `wait:reject` do so where nobody can catch it.
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import sqlite from "../../plugins/sqlite/dialect.ts"
import { standardError, write } from "../../src/cli/console.ts"
import { start } from "../../src/cli/process.ts"
import { servedModules } from "../../src/cli/served-modules.ts"
import type { ConnectionTarget } from "../../src/dialect/connection.ts"
import { dialect } from "../../src/dialect/dialect.ts"

const say = (text: string) => Effect.sync(() => write(standardError, `${text} in process ${process.pid}\n`))

const spin = URL.createObjectURL(new Blob(["while (true);"], { type: "text/javascript" }))

const interrupted = ({ abandoned, url }: ConnectionTarget) => {
  switch (Redacted.value(url)) {
    case "wait:abandon":
      return Effect.andThen(say("abandoned"), Effect.sync(abandoned))
    case "wait:hang":
      return Effect.andThen(say("hanging"), Effect.never)
    default:
      return say("cleaned up")
  }
}

const fail = () => {
  throw new Error("out of postgres://ada:secret@host")
}

const wait = dialect({
  ...sqlite,
  name: "wait",
  schemes: ["wait"],
  connect: (target) =>
    Effect.gen(function*() {
      const worker = new Worker(spin)
      yield* Effect.callback<void>((resume) => worker.addEventListener("open", () => resume(Effect.void)))
      if (Redacted.value(target.url) === "wait:throw") queueMicrotask(fail)
      if (Redacted.value(target.url) === "wait:reject") void Promise.resolve().then(fail)
      yield* say("waiting")
      return yield* Effect.never
    }).pipe(Effect.onInterrupt(() => interrupted(target))),
  recover: ({ url }) => say(`recovered ${Redacted.value(url)}`),
})

start({
  dialects: [{ name: "wait", schemes: ["wait"], load: () => Promise.resolve({ default: wait }) }],
  modules: servedModules,
})

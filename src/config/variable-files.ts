import * as Effect from "effect/Effect"
import type * as Result from "effect/Result"
import type { ConfigInputs } from "./config-inputs.ts"
import { readFile } from "./read-file.ts"
import { namesStream, readAny } from "./read-stream.ts"
import { settingsOf } from "./settings.ts"

/**
 * Inputs that can read the files that variables `NAME_FILE` name. What is a pipe is read here, once, to its end, if the
 * settings ask for it: later nothing can wait.
 */
export const withVariableFiles = Effect.fnUntraced(function*(
  inputs: Omit<ConfigInputs, "readFile">,
): Effect.fn.Return<ConfigInputs> {
  const known = new Map<string, Result.Result<string, string>>()
  const asked = new Set<string>()
  const reading: ConfigInputs = {
    ...inputs,
    readFile: (path) => {
      if (namesStream(path)) asked.add(path)
      return known.get(path) ?? readFile(path)
    },
  }
  const namesFiles = [inputs.environment, ...(inputs.envFiles ?? []).map(({ variables }) => variables)]
    .some((variables) => Object.keys(variables).some((name) => name.endsWith("_FILE")))
  if (!namesFiles) return reading
  for (;;) {
    settingsOf(reading)
    const next = [...asked].find((path) => !known.has(path))
    if (next === undefined) return reading
    known.set(next, yield* readAny(next))
  }
})

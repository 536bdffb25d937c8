import * as Console from "effect/Console"
import type * as Effect from "effect/Effect"
import { jsonLine } from "./report/event-json.ts"

/** Says what came of the work on one repo, on the standard output: as a line of text, or as one of JSON. */
export const sayResult = (
  { json, repo, several }: { readonly repo: string; readonly json: boolean; readonly several: boolean },
  text: string,
  [event, fields]: readonly [event: string, fields: object],
): Effect.Effect<void> => Console.log(json ? jsonLine(event, { repo, ...fields }) : several ? `${repo}: ${text}` : text)

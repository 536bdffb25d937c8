import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import type { Direction } from "../migration/direction.ts"
import { jsonLine } from "./report/event-json.ts"
import type { Tenants } from "./tenant-flags.ts"

/** Says what came of the work on one repo, on the standard output: as a line of text, or as one of JSON. */
export const sayResult = (
  { json, repo, several }: { readonly repo: string; readonly json: boolean; readonly several: boolean },
  text: string,
  [event, fields]: readonly [event: string, fields: object],
): Effect.Effect<void> => Console.log(json ? jsonLine(event, { repo, ...fields }) : several ? `${repo}: ${text}` : text)

/** What a command has written into the versions table without running it. */
interface Recorded {
  readonly direction: Direction
  /** What was done instead: `"not run"`. */
  readonly note: string
  readonly migrations: ReadonlyArray<{ readonly version: bigint; readonly name: string | undefined }>
}

/** Says which versions were recorded, or are no longer, on one repo, or on one prefix of it. */
export const sayRecorded = (
  { json, prefix, repo, several, tenants }: {
    readonly repo: string
    readonly prefix: string | undefined
    readonly json: boolean
    readonly several: boolean
    readonly tenants?: Tenants | undefined
  },
  event: "Baselined" | "Forgotten",
  { direction, migrations, note }: Recorded,
): Effect.Effect<void> => {
  const versions = migrations.map(({ version }) => version)
  if (json) return Console.log(jsonLine(event, { repo, prefix, versions }))
  const place = [...several ? [repo] : [], ...tenants === undefined || prefix === undefined ? [] : [prefix]]
  const lines = migrations.map(({ name = "", version }) =>
    `${place.map((each) => `${each}: `).join("")}${direction.padEnd(4)}  ${version}  ${name}  (${note})`
  )
  return lines.length === 0 ? Effect.void : Console.log(lines.join("\n"))
}

import type { Event } from "../../events/event.ts"

/** The version of what `--json` prints. It grows when a field goes or changes its meaning, not when one is added. */
const schema = 1

/** A value as one line of JSON under an event's name. A `bigint` becomes text: JSON's numbers are not exact past 2^53. */
export const jsonLine = (event: string, fields: object): string =>
  JSON.stringify({ schema, event, ...fields }, (_, value: unknown) => typeof value === "bigint" ? String(value) : value)

/** An event as one line of JSON. */
export const eventJson = ({ _tag, ...fields }: Event): string => jsonLine(_tag, fields)

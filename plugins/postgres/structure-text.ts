import { tokenize } from "sterna/dialect"
import { lexicon } from "./lexicon.ts"

/**
 * Lines of pg_dump's text that are left out: psql's commands around it, which hold a word of chance; the versions of
 * server and pg_dump, which differ where the schema does not; and what servers before 17 do not know, and nobody needs.
 */
const leftOut = /^(?:\\(?:un)?restrict\b|-- Dumped (?:from database|by pg_dump) version |SET transaction_timeout = 0;$)/

/** What pg_dump wrote, so that the same schema gives the same bytes, without empty lines at its end. */
export const dumped = (text: string): string => withoutLines(text, /\n+/y).trimEnd()

/** A structure file as it can be sent to a server. Its lines stay where they are. */
export const loadable = (text: string): string => withoutLines(text, undefined)

/** A line within a string or a comment only looks like one of those. */
const withoutLines = (text: string, after: RegExp | undefined): string => {
  let result = ""
  let kept = 0
  for (const { start } of tokenize(text, lexicon)) {
    if (start < kept || (start > 0 && text[start - 1] !== "\n")) continue
    const found = text.indexOf("\n", start)
    const end = found === -1 ? text.length : found
    if (!leftOut.test(text.slice(start, end).trimEnd())) continue
    result += text.slice(kept, start)
    kept = end
    if (after === undefined) continue
    after.lastIndex = end
    kept += after.exec(text)?.[0].length ?? 0
  }
  return result + text.slice(kept)
}

import * as Result from "effect/Result"
import type { Direction } from "./direction.ts"
import { invalid, type Refusal } from "./refusal.ts"
import { type SqlBlockOptions, sqlBlockOptions } from "./sql-block-options.ts"
import type { SqlLexicon } from "./sql-lexicon.ts"
import { type SqlMarker, tokensAndMarkers } from "./sql-marker.ts"
import { lineCounter, type SqlStatement, StatementSplitter } from "./sql-statement.ts"
import { isContent, type SqlToken } from "./sql-token.ts"

/** What stands behind one marker of a SQL file. */
export interface SqlBlock {
  readonly statements: ReadonlyArray<SqlStatement>
  readonly options: SqlBlockOptions
}

/** A SQL file that is a migration. */
export interface SqlFile {
  readonly up: SqlBlock
  /** `undefined` without `-- migrate:down`: irreversible. Without statements: nothing to do on the way back. */
  readonly down: SqlBlock | undefined
}

/** What stands behind a marker, or before the first: read to its end, and without its tokens, which are many. */
interface Section {
  readonly marker: SqlMarker | undefined
  readonly statements: ReadonlyArray<SqlStatement>
  /** The first token that the database reads. */
  readonly first: SqlToken | undefined
  /** What begins in it and is never closed. */
  readonly open: SqlToken | undefined
}

/**
 * Reads a file in dbmate's format: statements behind `-- migrate:up` and `-- migrate:down`, each with its options.
 * Offsets and lines of the statements are those of the file. Either block may be empty, as in dbmate; other than there,
 * `down` may be missing, and everything that dbmate passes over in silence is refused by name.
 */
export function parseSqlFile(text: string, lexicon: SqlLexicon): Result.Result<SqlFile, Refusal> {
  const sections = sectionsOf(text, lexicon)
  const refusal = unterminated(sections, text) ?? misplaced(sections, text)
  if (refusal !== undefined) return Result.fail(refusal)
  const lineOf = lineCounter(text)
  const blocks: { [Key in Direction]?: SqlBlock } = {}
  for (const { marker, statements } of sections) {
    if (marker?.direction === undefined) continue
    const options = sqlBlockOptions(marker.options, `line ${lineOf(marker.start)}`)
    if (Result.isFailure(options)) return Result.fail(options.failure)
    blocks[marker.direction] = { statements, options: options.success }
  }
  return blocks.up === undefined
    ? Result.fail(invalid("The file has no \"-- migrate:up\".", howToWrite))
    : Result.succeed({ up: blocks.up, down: blocks.down })
}

const howToWrite =
  "Write \"-- migrate:up\" on a line of its own before the statements, and \"-- migrate:down\" before those of the way back."

function sectionsOf(text: string, lexicon: SqlLexicon): ReadonlyArray<Section> {
  const lineOfStatement = lineCounter(text)
  const sections: Array<Section> = []
  let marker: SqlMarker | undefined
  let splitter = new StatementSplitter(text, lexicon, lineOfStatement)
  let first: SqlToken | undefined
  let unclosed: SqlToken | undefined
  let executable: SqlToken | undefined
  const end = (): void => {
    const open = unclosed ?? (executable?.text === "*/" ? undefined : executable)
    sections.push({ marker, statements: splitter.end(), first, open })
  }
  for (const item of tokensAndMarkers(text, lexicon)) {
    if (item.kind === "marker") {
      end()
      marker = item
      splitter = new StatementSplitter(text, lexicon, lineOfStatement)
      first = unclosed = executable = undefined
    } else {
      splitter.take(item)
      if (item.kind === "executable") executable = item
      if (isContent(item) || item.kind === "executable") first ??= item
      if (item.unterminated === true) unclosed ??= item
    }
  }
  end()
  return sections
}

/** A quote that is never closed swallows the markers after it: nothing of the file can be trusted. */
function unterminated(sections: ReadonlyArray<Section>, text: string): Refusal | undefined {
  const open = sections.find((section) => section.open !== undefined)?.open
  if (open === undefined) return undefined
  const thing = open.kind === "string" ? "string" : open.kind === "quotedName" ? "quoted name" : "comment"
  return invalid(
    `The ${thing} that begins on line ${lineOf(text, open)} is never closed.`,
    "Close it, so that the statements after it can be read.",
  )
}

/** What the markers are, where they stand, and what stands before the first. */
function misplaced([before, ...sections]: ReadonlyArray<Section>, text: string): Refusal | undefined {
  const stray = before?.first
  if (sections.length === 0) return invalid("The file has no \"-- migrate:up\".", howToWrite)
  const seen = new Set<Direction>()
  for (const { marker } of sections) {
    if (marker === undefined) continue
    const where = `line ${lineOf(text, marker)}`
    const { direction, written } = marker
    if (direction === undefined) {
      return invalid(
        `"${written}" on ${where} is no marker.`,
        "Write \"-- migrate:up\" or \"-- migrate:down\", in small letters and without a space around the colon.",
      )
    }
    if (seen.has(direction)) {
      return invalid(
        `There is a second "-- migrate:${direction}" on ${where}.`,
        "A file is one migration: give the other one a file and a version of its own.",
      )
    }
    if (direction === "down" && !seen.has("up")) {
      return invalid(`"-- migrate:down" on ${where} stands before any "-- migrate:up".`, "Write the way up first.")
    }
    seen.add(direction)
  }
  return stray === undefined
    ? undefined
    : invalid(`A statement on line ${lineOf(text, stray)} stands before "-- migrate:up".`, "Move it behind the marker.")
}

const lineOf = (text: string, { start }: { readonly start: number }): number => lineCounter(text)(start)

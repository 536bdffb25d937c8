import { basename } from "node:path"
import { redactMessage } from "../../config/redact-url.ts"
import { faultOfPlugin, type PluginFailed } from "../../dialect/plugin-failed.ts"
import { changedFileHint } from "../../history/changed-files.ts"
import type { HistoryMismatch } from "../../history/history-mismatch.ts"
import { parseFileName } from "../../history/source.ts"
import type { DatabaseError } from "../../migration/database-error.ts"
import {
  doneOrUndone,
  isInDoubt,
  type MigrationFailed,
  type MigrationRefused,
  ofDryRun,
  stepsStay,
  type Unresolved,
} from "../../run/run-error.ts"

import type { CommandError } from "../exit-code.ts"
import { framesOf } from "./frames.ts"
import { shortChecksum } from "./short-checksum.ts"
import { sqlExcerpt } from "./sql-excerpt.ts"
import { plainStyle, type Style } from "./style.ts"
import { fileProblem } from "./system-problem.ts"
import { wrapped } from "./wrapped.ts"

/** An error for people, in the order in which it is shown. */
interface ErrorReport {
  /** What happened, a full sentence. */
  readonly what: string
  /** Where: pairs of a label and a value. */
  readonly where: ReadonlyArray<readonly [label: string, value: string]>
  /** Lines of SQL or of a stack. */
  readonly excerpt: ReadonlyArray<string>
  /** Full sentences: what to know, and what to do next. */
  readonly next: ReadonlyArray<string>
}

/** The repo that a command worked on when it failed. */
export interface FailedRepo {
  readonly name: string
  /** Without its password. */
  readonly url: string
  /** That of the run. */
  readonly prefix?: string | undefined
}

/** An error as text for the standard error, without a line end. */
export const errorText = (
  error: CommandError,
  repo?: FailedRepo,
  style: Style = plainStyle,
  columns = Infinity,
): string => {
  const { excerpt, next, what, where: places } = reportOf(error)
  const prefix = repo?.prefix === undefined ? [] : [["prefix", repo.prefix] as const]
  const where = error._tag === "DatabaseError" && repo !== undefined
    ? [["repo", repo.name], ["url", repo.url], ...prefix, ...places] as const
    : [...prefix, ...places]
  const block = (lines: ReadonlyArray<string>) => lines.length === 0 ? [] : ["", ...lines]
  // A secret is not to be broken before it is recognized.
  const wrap = (text: string) =>
    redactMessage(text).split("\n").map((line) => wrapped(line, columns, leftOf(line))).join("\n")
  return [
    wrap(`${style("red", "error:")} ${what}`),
    ...where.map(([label, value]) => `  ${style("dim", label.padEnd(9))} ${value}`),
    ...block(excerpt.map((line) => `    ${line}`)),
    ...block(next.map((line) => wrap(`  ${line}`))),
  ].join("\n")
}

/** How far a line is indented: what follows it is as far, and at least as far as the rest of an error. */
const leftOf = (line: string): number => Math.max(2, line.search(/\S/))

const reportOf = (error: CommandError): ErrorReport => {
  switch (error._tag) {
    case "MigrationFailed":
      return failedReport(error)
    case "MigrationRefused":
      return refusedReport(error)
    case "DatabaseError":
      return databaseReport(error)
    case "HistoryMismatch":
      return mismatchReport(error)
    case "PluginFailed":
      return pluginReport(error)
    case "Unresolved":
      return unresolvedReport(error)
    case "PlatformError": {
      const { next, what } = fileProblem(error)
      return { what, where: [], excerpt: [], next: [next] }
    }
    default:
      return { what: error.message, where: [], excerpt: [], next: [] }
  }
}

const wayOf = ({ direction, path, version }: MigrationFailed | MigrationRefused): string =>
  `${direction === "up" ? "Migrating" : "Rolling back"} ${version}${nameOf(path)}`

/** The name of a migration behind its version. */
const nameOf = (path: string): string => {
  const name = parseFileName(basename(path))?.name
  return name === undefined ? "" : ` ${name}`
}

const failedReport = (error: MigrationFailed): ErrorReport => {
  const { command, path, reason, repo, undone } = error
  const about = reason._tag === "DatabaseError"
    ? databaseReport(reason)
    : reason._tag === "Refusal"
    ? { what: reason.problem, excerpt: [], next: textsOf(reason.hint) }
    : reason._tag === "PluginFailed"
    ? pluginReport(reason)
    : { what: reason.problem, excerpt: framesOf(reason.trace), next: [] }
  return {
    what: `${wayOf(error)} failed: ${about.what}`,
    where: [["repo", repo], ["file", path], ...(command === undefined ? [] : [["command", command] as const])],
    excerpt: about.excerpt,
    next: [
      ...about.next,
      ...(error.dryRun !== true && !undone ? stepsStay(error) : [
        error.dryRun === true
          ? ofDryRun
          : isInDoubt(reason)
          ? doneOrUndone
          : "All that this migration did was undone. Migrations that were finished before it stay.",
      ]),
    ],
  }
}

const unresolvedReport = ({ direction, done, doubt, name, next, problem, repo, version }: Unresolved): ErrorReport => ({
  what: `${version} ${name} is half ${direction === "up" ? "migrated" : "rolled back"}: ${problem}`,
  where: [["repo", repo], ["done", `${done} ${done === 1 ? "step" : "steps"}`]],
  excerpt: doubt === undefined ? [] : sqlExcerpt(doubt.statement, undefined),
  next,
})

const mismatchReport = (
  { acceptHint, changed, message, next, problem, repo, versions }: HistoryMismatch,
): ErrorReport => {
  if (changed !== undefined && next !== undefined) {
    const files = changed.map(({ path }) => ["file", path] as const)
    return { what: problem, where: [["repo", repo], ...files], excerpt: [], next }
  }
  if (changed === undefined) {
    return { what: message, where: [], excerpt: [], next: [] }
  }
  const names = changed.map(({ path }, position) => `${versions[position]}${nameOf(path)}`).join(", ")
  return {
    what: `${names} ${changed.length === 1 ? "was" : "were"} changed after being applied.`,
    where: [
      ["repo", repo],
      ...changed.flatMap(({ current, path, recorded }) => [
        ["file", path] as const,
        ["checksum", `${shortChecksum(recorded)} when it was applied, now ${shortChecksum(current)}`] as const,
      ]),
    ],
    excerpt: [],
    next: [changedFileHint, ...textsOf(acceptHint), "Nothing was run."],
  }
}

const refusedReport = (error: MigrationRefused): ErrorReport => {
  const { path, refusal, repo } = error
  return {
    what: `${wayOf(error)} is refused: ${refusal.problem}`,
    where: [["repo", repo], ["file", path]],
    excerpt: [],
    next: [...textsOf(refusal.hint), "Nothing was run."],
  }
}

const databaseReport = ({ code, detail, hint, position, problem, sql }: DatabaseError): ErrorReport => ({
  what: code === undefined ? problem : `${problem} (${code})`,
  where: [],
  excerpt: sql === undefined ? [] : sqlExcerpt(sql, position),
  next: [...textsOf(detail), ...textsOf(hint)],
})

const pluginReport = ({ sentence, trace }: PluginFailed): ErrorReport => ({
  what: sentence,
  where: [],
  excerpt: framesOf(trace),
  next: [faultOfPlugin],
})

const textsOf = (text: string | undefined): ReadonlyArray<string> => text === undefined ? [] : [text]

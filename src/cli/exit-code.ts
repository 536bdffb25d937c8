import type { PlatformError } from "effect/PlatformError"
import type { ConfigError } from "../config/config-error.ts"
import type { ModuleError } from "../dialect/modules.ts"
import type { PluginError } from "../dialect/plugin-error.ts"
import type { PluginFailed } from "../dialect/plugin-failed.ts"
import type { HistoryMismatch } from "../history/history-mismatch.ts"
import type { SourceError } from "../history/source-error.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Refusal } from "../migration/refusal.ts"
import type { NothingToResolve } from "../run/resolve.ts"
import type { LockLost, LockTimeout, MigrationFailed, MigrationRefused, Unresolved } from "../run/run-error.ts"
import type { BundleFailed } from "./bundle/bundle-failed.ts"
import type { FileTaken } from "./file-taken.ts"
import type { ResultsLost } from "./results-lost.ts"
import type { UsageError } from "./usage-error.ts"

/** Everything that can go wrong while a command works. */
export type CommandError =
  | BundleFailed
  | ConfigError
  | DatabaseError
  | FileTaken
  | HistoryMismatch
  | LockLost
  | LockTimeout
  | MigrationFailed
  | MigrationRefused
  | ModuleError
  | NothingToResolve
  | PlatformError
  | PluginError
  | PluginFailed
  | Refusal
  | ResultsLost
  | SourceError
  | Unresolved
  | UsageError

/** What an exit code says. Documented, and the same in every version. */
export const exitCodes = {
  done: 0,
  failed: 1,
  refused: 2,
  pending: 3,
  unreachable: 4,
  lock: 5,
  history: 6,
  unresolved: 7,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The exit codes of the signals that end a run: 128 and the signal's number. */
export const signalExitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const

/** The exit code of an error. */
export const exitCodeOf = (error: CommandError): ExitCode => {
  switch (error._tag) {
    case "MigrationFailed":
      return error.reason._tag === "DatabaseError" ? exitCodeOfFailed(error.reason) : exitCodes.failed
    case "PluginFailed":
      return exitCodes.failed
    case "HistoryMismatch":
      return exitCodes.history
    case "ResultsLost":
      return exitCodes.failed
    case "LockLost":
    case "LockTimeout":
      return exitCodes.lock
    case "DatabaseError":
      return exitCodeOfDatabase(error)
    case "Unresolved":
      return exitCodes.unresolved
    case "BundleFailed":
    case "ConfigError":
    case "FileTaken":
    case "MigrationRefused":
    case "ModuleError":
    case "NothingToResolve":
    case "PlatformError":
    case "PluginError":
    case "Refusal":
    case "SourceError":
    case "UsageError":
      return exitCodes.refused
  }
}

/** What is not the migration's fault keeps its code. */
const exitCodeOfFailed = ({ kind }: DatabaseError): ExitCode => {
  switch (kind) {
    case "busy":
      return exitCodes.lock
    case "lost":
      return exitCodes.unreachable
    default:
      return exitCodes.failed
  }
}

const exitCodeOfDatabase = ({ kind }: DatabaseError): ExitCode => {
  switch (kind) {
    case "unreachable":
    case "forbidden":
    case "lost":
      return exitCodes.unreachable
    case "busy":
      return exitCodes.lock
    case "misconfigured":
    case "missing prefix":
      return exitCodes.refused
    case "missing table":
    case "duplicate":
    case "full":
    case "statement":
      return exitCodes.failed
    // A plugin without types may say what there is not.
    default:
      return exitCodes.failed
  }
}

const gravest: ReadonlyArray<ExitCode> = [
  exitCodes.failed,
  exitCodes.unresolved,
  exitCodes.history,
  exitCodes.unreachable,
  exitCodes.lock,
  exitCodes.refused,
  exitCodes.pending,
]

/** The exit code of a command over several repos: the gravest of theirs. */
export const gravestOf = (codes: ReadonlyArray<ExitCode>): ExitCode =>
  gravest.find((code) => codes.includes(code)) ?? exitCodes.done

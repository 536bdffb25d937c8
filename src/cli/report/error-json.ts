import { redactMessage } from "../../config/redact-url.ts"
import { type CommandError, exitCodeOf } from "../exit-code.ts"
import { jsonLine } from "./event-json.ts"
import { fileProblem } from "./system-problem.ts"

/**
 * An error as one line of JSON: the fields that it has, and those of its reason beside them.
 *
 * @param place what was worked on, where that is known
 */
export const errorJson = (
  error: CommandError,
  place: { readonly repo?: string | undefined; readonly prefix?: string | undefined } = {},
): string =>
  jsonLine("Error", {
    error: error._tag,
    exitCode: exitCodeOf(error),
    message: redactMessage(error._tag === "PlatformError" ? fileProblem(error).what : error.message),
    ...place,
    ...detailsOf(error),
  })

const detailsOf = (error: CommandError): object => {
  switch (error._tag) {
    case "MigrationFailed": {
      const { command, direction, done, dryRun, path, reason, repo, undone, version } = error
      return {
        repo,
        version,
        direction,
        path,
        command,
        undone,
        done,
        dryRun,
        reason: reason._tag,
        ...detailsOfReason(reason),
      }
    }
    case "MigrationRefused": {
      const { direction, path, refusal, repo, version } = error
      return { repo, version, direction, path, reason: refusal._tag, ...detailsOfReason(refusal) }
    }
    case "DatabaseError":
    case "Refusal":
      return detailsOfReason(error)
    case "HistoryMismatch":
      return { repo: error.repo, reason: error.reason, versions: error.versions, changed: error.changed }
    case "LockTimeout":
      return { repo: error.repo, holder: error.holder, waitedMs: error.waitedMs, orphan: error.orphan }
    case "Unresolved": {
      const { direction, done, doubt, name, repo, version } = error
      return { repo, version, name, direction, done, doubt }
    }
    case "NothingToResolve":
      return { repo: error.repo, version: error.version }
    case "LockLost":
      return { repo: error.repo, version: error.version, reason: error.reason._tag, ...detailsOfReason(error.reason) }
    case "ConfigError":
      return { source: error.source, key: error.key }
    case "SourceError":
      return { paths: error.paths }
    case "FileTaken":
    case "ModuleError":
      return { path: error.path }
    case "PluginError":
      return { plugin: error.plugin }
    case "PluginFailed":
      return detailsOfReason(error)
    case "ResultsLost":
      return { code: error.code }
    case "BundleFailed":
    case "PlatformError":
    case "UsageError":
      return {}
  }
}

type Reason = Extract<CommandError, { readonly _tag: "DatabaseError" | "PluginFailed" | "Refusal" }>

const detailsOfReason = (reason: Reason | { readonly _tag: "Thrown"; readonly problem: string }): object => {
  switch (reason._tag) {
    case "DatabaseError": {
      const { code, detail, hint, kind, position, problem, sql, transient } = reason
      return { kind, problem: redactMessage(problem), code, sql, position, detail, hint, transient }
    }
    case "PluginFailed":
      return { plugin: reason.plugin, member: reason.member, problem: redactMessage(reason.sentence) }
    case "Refusal":
      return { kind: reason.kind, problem: redactMessage(reason.problem), hint: reason.hint }
    case "Thrown":
      return { problem: redactMessage(reason.problem) }
  }
}

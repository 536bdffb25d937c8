import { type ExitCode, exitCodes, signalExitCodes } from "./exit-code.ts"

/** What an exit code means, for the help of a command. */
export interface ExitCodeMeaning {
  /** `"0"`, or several. */
  readonly code: string
  readonly meaning: string
}

const meanings: Readonly<Record<ExitCode, string>> = {
  [exitCodes.done]: "done, or nothing to do",
  [exitCodes.failed]: "it failed while it ran, the database refused it, or its results could not be written",
  [exitCodes.refused]: "refused before anything ran: usage, configuration, a migration that is invalid",
  [exitCodes.pending]: "migrations are pending, or half done in a way that the next migrate goes on with",
  [exitCodes.unreachable]: "the database could not be reached or opened, or its connection was lost",
  [exitCodes.lock]: "the lock, or a busy database, was not to be had in time, or the lock was lost",
  [exitCodes.history]: "the files and what is applied do not match",
  [exitCodes.unresolved]: "a migration is half done: see sterna resolve, or finish it in its direction",
}

const interrupted: ExitCodeMeaning = {
  code: Object.values(signalExitCodes).toSorted((one, other) => one - other).join(", "),
  meaning: "interrupted by SIGHUP, SIGINT, SIGTERM",
}

const { done, failed, history, lock, pending, refused, unreachable, unresolved } = exitCodes
const ofFiles: ReadonlyArray<ExitCode> = [done, failed, refused]
const ofDatabase: ReadonlyArray<ExitCode> = [done, failed, refused, unreachable, lock]
const ofRun: ReadonlyArray<ExitCode> = [...ofDatabase, history, unresolved]

const codesOf: { readonly [command: string]: ReadonlyArray<ExitCode> } = {
  migrate: ofRun,
  rollback: ofRun,
  redo: ofRun,
  status: [done, failed, refused, pending, unreachable, lock, history, unresolved],
  plan: [...ofDatabase, history],
  history: ofDatabase,
  baseline: [...ofDatabase, history],
  resolve: ofDatabase,
  forget: ofDatabase,
  gen: ofFiles,
  init: ofFiles,
  completions: ofFiles,
  create: ofDatabase,
  drop: ofDatabase,
  dump: ofDatabase,
  load: ofDatabase,
  bundle: ofFiles,
  config: ofFiles,
  doctor: ofRun,
  plugins: ofFiles,
  plugin: ofFiles,
  "plugin test": [done, failed, refused],
  "plugin bundle": ofFiles,
}

/** What the exit codes of a command mean; nothing for one that is not known here. */
export const exitCodesOf = (command: string): ReadonlyArray<ExitCodeMeaning> => {
  const codes = codesOf[command] ?? []
  if (codes.length === 0) return []
  const own = codes.map((code) => ({ code: String(code), meaning: meanings[code] }))
  return codes === ofFiles ? own : [...own, interrupted]
}

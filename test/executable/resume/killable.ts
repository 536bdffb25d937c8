import type { Files } from "../project.ts"

/** A database whose migrations are killed: what the rig has to know of it. */
export interface Killable extends AsyncDisposable {
  readonly url: string
  /** Schema, data and versions, so that two databases can be compared. Without what a clock says. */
  readonly state: () => Promise<unknown>
  /** Whether a statement was done that nobody but its author can tell of. */
  readonly wasDone: (statement: string) => Promise<boolean>
}

/** A kind of database, and the history that is killed on it. */
export interface KillableKind {
  readonly files: Files
  /** An empty database; a fresh one each time. The folder is the project's. */
  readonly create: (folder: string) => Promise<Killable>
}

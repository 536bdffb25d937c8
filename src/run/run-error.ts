import * as Data from "effect/Data"
import { advisedCommand, type AdvisedRepo } from "../dialect/advised-command.ts"
import { failedBetween, type PluginFailed } from "../dialect/plugin-failed.ts"
import { elapsed } from "../events/elapsed.ts"
import type { DatabaseError } from "../migration/database-error.ts"
import type { Direction } from "../migration/direction.ts"
import type { Refusal } from "../migration/refusal.ts"
import { sentence } from "../migration/sentence.ts"
import type { LeftBehind } from "./step-outcome.ts"

/** What a migration's own code threw, or the typed error that its Effect failed with. */
export class Thrown extends Data.TaggedError("Thrown")<{
  readonly problem: string
  /** The lines of the migration's own code that led there. */
  readonly trace: string | undefined
}> {
  override get message(): string {
    return this.problem
  }
}

/** A migration that cannot be run as it is written. Nothing has been changed. */
export class MigrationRefused extends Data.TaggedError("MigrationRefused")<{
  readonly repo: string
  readonly version: bigint
  readonly path: string
  readonly direction: Direction
  readonly refusal: Refusal
}> {
  override get message(): string {
    return `${this.path}: ${this.refusal.message}`
  }
}

/** A migration that failed while it ran. */
export class MigrationFailed extends Data.TaggedError("MigrationFailed")<{
  readonly repo: string
  readonly version: bigint
  readonly path: string
  readonly direction: Direction
  /** The command that failed, as it is written: `create(table("posts"))`. */
  readonly command: string | undefined
  readonly reason: DatabaseError | PluginFailed | Refusal | Thrown
  /** Whether all that it did was undone. */
  readonly undone: boolean
  /** Where it was not: how many of its steps are done. */
  readonly done?: number
  /** What its last statement has left half done. */
  readonly left?: ReadonlyArray<LeftBehind>
  /** Whether it was tried only, together with those before it. */
  readonly dryRun?: boolean
  /** For the commands that are advised. */
  readonly advised?: AdvisedRepo
}> {
  override get message(): string {
    const way = this.direction === "up" ? "Migrating" : "Rolling back"
    const at = this.command === undefined ? "" : ` at ${this.command}`
    const rest = this.dryRun === true
      ? ofDryRun
      : !this.undone
      ? stepsStay(this).join(" ")
      : isInDoubt(this.reason)
      ? doneOrUndone
      : "All that it did was undone."
    return `${way} ${this.version} failed${at}: ${sentence(this.reason.message)} ${rest}`
  }
}

/** Whether nobody knows if a commit that was under way has arrived. */
export const isInDoubt = (reason: MigrationFailed["reason"]): boolean =>
  reason._tag === "DatabaseError" ? reason.kind === "lost" : failedBetween(reason)

/** What became of a transaction then. */
export const doneOrUndone = "All of it was done, or nothing: the next run sees which in the versions table."
/** What stays of a dry run. */
export const ofDryRun = "It was a dry run, in one transaction with those before it: all of it was rolled back."

/** What stays of a migration that ran outside a transaction, and what comes of it: full sentences. */
export const stepsStay = (
  { advised, direction, done, left = [], repo: name, version }: Pick<
    MigrationFailed,
    "advised" | "direction" | "done" | "left" | "repo" | "version"
  >,
): ReadonlyArray<string> => {
  const repo = advised ?? { name, versionsTable: { prefix: undefined } }
  const command = commandOf(direction)
  const next = `the next \`${command}\``
  const further = done === 0
    ? [`It ran outside a transaction, and no step of it was done: ${next} begins with the first.`]
    : [
      `It ran outside a transaction: what it did before stays done${
        done === undefined ? "" : ` (${stepsOf(done)})`
      }, and ${next} goes on from there.`,
      `If you correct the file first: ${advisedCommand(command, repo)} --accept-changed.`,
    ]
  const [one] = left
  if (one === undefined) return further
  return [
    ...further,
    `It left an invalid ${one.thing} behind, which ${next} drops before it builds it again.`,
    `To give this migration up instead, drop it: ${one.repair}; undo what else it did, and say so: `
    + `${advisedCommand(`resolve ${version}`, repo)} --undone.`,
  ]
}

const commandOf = (direction: Direction): string => direction === "up" ? "migrate" : "rollback"

const stepsOf = (count: number): string => `${count} ${count === 1 ? "step" : "steps"}`

/** A migration in flight that cannot go on before a person has said what was done of it, or has finished it the other way. */
export class Unresolved extends Data.TaggedError("Unresolved")<{
  readonly repo: string
  readonly version: bigint
  readonly name: string
  /** The direction that was begun. */
  readonly direction: Direction
  /** Where it stopped, where that is at a step. */
  readonly doubt: { readonly step: number; readonly statement: string; readonly answerable: boolean } | undefined
  /** How many of its steps are done. */
  readonly done: number
  /** A full sentence. */
  readonly problem: string
  /** Full sentences: the ways out. */
  readonly next: ReadonlyArray<string>
}> {
  override get message(): string {
    const state = `${this.version} ${this.name} is half ${this.direction === "up" ? "migrated" : "rolled back"}`
    return `Repo ${this.repo}: ${state} (${this.done === 0 ? "no step" : stepsOf(this.done)} done). ${
      [this.problem, ...this.next].join(" ")
    }`
  }
}

/** The lock of the run was lost while it ran, so that another run may have begun. What was under way was undone. */
export class LockLost extends Data.TaggedError("LockLost")<{
  readonly repo: string
  /** The migration that was under way. */
  readonly version: bigint
  readonly reason: DatabaseError
}> {
  override get message(): string {
    return `Repo ${this.repo}: the migration lock was lost while ${this.version} ran: ${sentence(this.reason.problem)} `
      + `That migration was interrupted. ${this.reason.hint ?? "Run it again."}`
  }
}

/** The lock of the run was not to be had in time. */
export class LockTimeout extends Data.TaggedError("LockTimeout")<{
  readonly repo: string
  readonly holder: string | undefined
  /** `undefined` where it was only looked at. */
  readonly waitedMs: number | undefined
  /** What the session did that was waited for, where it could have been ended; and whether its run has died. */
  readonly orphan?: {
    readonly statement: string | undefined
    readonly ageMs: number | undefined
    readonly certain: boolean
  }
}> {
  override get message(): string {
    const { holder = "another process", orphan, repo, waitedMs } = this
    const age = orphan?.ageMs === undefined ? "" : ` for ${elapsed(orphan.ageMs)}`
    const work = orphan?.statement === undefined ? "" : `: ${orphan.statement.trim()}`
    const isDead = orphan?.certain === true
    const state = isDead
      ? `a run has died, and its session, ${holder}, still works${age}${work}`
      : `the migration lock is held by ${holder}${orphan === undefined ? "" : `, which works${age}${work}`}`
    const held = `Repo ${repo}: ${state}`
    if (waitedMs === undefined) {
      const way = isDead ? "waits for it, or ends that session with --cancel-orphan" : "waits for it"
      return `${held}${orphan === undefined ? ". " : "\n"}This only looked; a run ${way}.`
    }
    const waited = elapsed(waitedMs)
    if (isDead) {
      return `${held}\n`
        + `It was waited for ${waited}. Wait longer with --lock-timeout, or end that session with --cancel-orphan.`
    }
    if (orphan === undefined) {
      return `${held}, and was waited for ${waited}. Try again when that run has ended, or wait longer with --lock-timeout.`
    }
    return `${held}\n`
      + `It was waited for ${waited}. Try again when that run has ended, or wait longer with --lock-timeout; if its process `
      + "has died, end its session with --cancel-orphan."
  }
}

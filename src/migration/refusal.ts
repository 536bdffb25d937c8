import * as Data from "effect/Data"

/** Why a migration is refused: no way back, not possible on this database, wrong, or a file that is not there. */
/**
 * `unresolved`: of what ran before a run died, it is not known whether it was done.
 */
export type RefusalKind = "irreversible" | "unsupported" | "invalid" | "missing file" | "unresolved"

/** A migration, or a part of one, that cannot be run as it is written. Found before it is sent to the database. */
export class Refusal extends Data.TaggedError("Refusal")<{
  /** Why: no way back, not possible on this database, wrong anywhere. */
  readonly kind: RefusalKind
  /** A full sentence that names the thing. */
  readonly problem: string
  /** What to write instead, a full sentence. */
  readonly hint?: string
}> {
  override get message(): string {
    return this.hint === undefined ? this.problem : `${this.problem} ${this.hint}`
  }
}

/** A refusal of what has no way back: the problem and the hint, full sentences. */
export const irreversible = (problem: string, hint: string): Refusal =>
  new Refusal({ kind: "irreversible", problem, hint })

/** A refusal of what this database cannot do. */
export const unsupported = (problem: string, hint?: string): Refusal =>
  new Refusal({ kind: "unsupported", problem, ...(hint === undefined ? {} : { hint }) })

/** A refusal of what is wrong anywhere. */
export const invalid = (problem: string, hint?: string): Refusal =>
  new Refusal({ kind: "invalid", problem, ...(hint === undefined ? {} : { hint }) })

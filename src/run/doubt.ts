import { Refusal } from "../migration/refusal.ts"

/** Where a run stopped because only a person can say what was done. */
export interface Doubt {
  readonly step: number
  /** What the step was when it ran. */
  readonly statement: string
  /** A full sentence. */
  readonly problem: string
  /** Whether `sterna resolve` can answer it: it cannot where the migration says something else now. */
  readonly answerable: boolean
  /** It was not sent, and cannot be: only by hand can it be done. */
  readonly unsent?: true
}

/** What a run fails with at a doubt. */
export const refusalOf = ({ problem }: Doubt): Refusal => new Refusal({ kind: "unresolved", problem })

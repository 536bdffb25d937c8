import * as Data from "effect/Data"

/** What was applied and what the files say do not fit together. */
export class HistoryMismatch extends Data.TaggedError("HistoryMismatch")<{
  readonly repo: string
  readonly reason:
    | "changed file"
    | "changed in flight"
    | "missing file"
    | "version order"
    | "changed meanwhile"
    | "already applied"
  readonly versions: ReadonlyArray<bigint>
  /** Full sentences that name the migrations; and the next step, where `next` does not say it. */
  readonly problem: string
  /** Full sentences that follow it: what to know, and what to do. */
  readonly next?: ReadonlyArray<string>
  /** Of the reasons "changed file" and "changed in flight": what stood there when it was applied, and what stands there now. */
  readonly changed?: ReadonlyArray<{ readonly path: string; readonly recorded: string; readonly current: string }>
  /** Of the same: the way to record the files as they are, a full sentence. */
  readonly acceptHint?: string
}> {
  override get message(): string {
    return [this.problem, ...this.next ?? []].join(" ")
  }
}

/** What is looked at, in this order. */
export type CheckName =
  | "config"
  | "plugins"
  | "files"
  | "connection"
  | "server"
  | "rights"
  | "lock"
  | "clock"
  | "indexes"
  | "versions table"
  | "unresolved"
  | "ledger"

/**
 * What came of looking at one thing: it is as it should be (`ok`), odd but no reason for a command to fail (`warning`), not
 * as it has to be (`failed`), or was not looked at (`skipped`).
 */
export interface CheckResult<Error> {
  readonly state: "ok" | "warning" | "failed" | "skipped"
  /** Full sentences: what holds; for what does not, what to do. */
  readonly says: ReadonlyArray<string>
  /** Of one that failed. */
  readonly errors: ReadonlyArray<Error>
}

export const holds = (...says: ReadonlyArray<string>): CheckResult<never> => ({ state: "ok", says, errors: [] })

export const skipped = (reason: string): CheckResult<never> => ({ state: "skipped", says: [reason], errors: [] })

export const failed = <Error>(...errors: ReadonlyArray<Error>): CheckResult<Error> => ({
  state: "failed",
  says: [],
  errors,
})

/** It holds, unless something is odd about it. */
export const holdsBut = (odd: ReadonlyArray<string>, ...says: ReadonlyArray<string>): CheckResult<never> => ({
  state: odd.length === 0 ? "ok" : "warning",
  says: [...says, ...odd],
  errors: [],
})

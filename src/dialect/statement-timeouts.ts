import type * as Duration from "effect/Duration"

/** How long each statement of a migration may wait and take. Zero is without end; left out is the server's own setting. */
export interface StatementTimeouts {
  /** How long a statement may wait for a lock. */
  readonly lockTimeout?: Duration.Duration
  /** How long a statement may take. */
  readonly statementTimeout?: Duration.Duration
}

/** The names of the timeouts, as a migration has them. */
export const timeoutNames = ["lockTimeout", "statementTimeout"] as const satisfies ReadonlyArray<
  keyof StatementTimeouts
>

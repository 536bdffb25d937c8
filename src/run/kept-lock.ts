import * as Effect from "effect/Effect"
import type { Dialect } from "../dialect/dialect.ts"
import type { Nature } from "../dialect/nature.ts"
import type { HeldLock } from "../dialect/try-lock.ts"
import { DatabaseError } from "../migration/database-error.ts"
import { tokenize } from "../migration/sql-scanner.ts"
import { isContent, wordOf } from "../migration/sql-token.ts"

/** Sees to it that a migration does not go on without the run's lock, which code that it has called may have released. */
export interface KeptLock {
  /** Told of each statement of the migration before it is sent. */
  readonly look: (sql: string, nature: Nature) => void
  /** Whether one of them may have released it since it was asked for. */
  readonly isInDoubt: () => boolean
  /** Asks, where anything may have happened since it was asked last. Fails with `lost` where the lock is gone. */
  readonly beforeNext: Effect.Effect<void, DatabaseError>
  /** The same, and fails also where there is no answer. */
  readonly beforeRecord: Effect.Effect<void, DatabaseError>
  /** Why the lock is gone, where it is. */
  readonly released: () => DatabaseError | undefined
}

/** @param isHeld where the session that runs the migration holds the lock itself */
export const keptLock = (isHeld: HeldLock["isHeld"], { lexicon }: Pick<Dialect, "lexicon">): KeptLock => {
  let isInDoubt = false
  let released: DatabaseError | undefined
  const ask = isHeld === undefined
    ? Effect.void
    : Effect.suspend(() =>
      !isInDoubt ? Effect.void : Effect.flatMap(isHeld, (held) => {
        isInDoubt = !held
        if (held) return Effect.void
        released ??= givenAway()
        return Effect.fail(released)
      })
    )
  return {
    isInDoubt: () => isInDoubt,
    look: (sql, nature) =>
      void (isInDoubt ||= isHeld !== undefined && nature._tag !== "Read" && mayRunCode(sql, lexicon)),
    // No answer is given in a transaction that has failed, which the next statement may be about to end.
    beforeNext: Effect.catchIf(ask, (error) => error !== released, () => Effect.void),
    beforeRecord: ask,
    released: () => released,
  }
}

/** What changes the schema runs no code of the database's own, but for a query in it. */
const schemaVerbs: ReadonlySet<string> = new Set(["CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "GRANT", "REVOKE"])

const mayRunCode = (sql: string, lexicon: Dialect["lexicon"]): boolean => {
  const words = tokenize(sql, lexicon).filter(isContent).map(wordOf)
  return !schemaVerbs.has(words[0] ?? "") || words.includes("SELECT")
}

const givenAway = (): DatabaseError =>
  new DatabaseError({
    kind: "lost",
    problem: "A statement of it has released the lock, in a function, a procedure or a trigger that it called",
    hint: "Release by its name only what the migration has locked itself, then run it again.",
  })

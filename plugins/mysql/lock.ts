import * as Effect from "effect/Effect"
import type { TryLock } from "sterna/dialect"
import { tryAdvisoryLock } from "./advisory-lock.ts"
import { openOf } from "./sessions.ts"
import { tryTableLock } from "./table-lock.ts"

/** The lock of a run: a name that the server keeps for the session, or a row that every node of a cluster knows. */
export const tryLock: TryLock = (connection, { mode, table, trial = false }) =>
  Effect.flatMap(
    openOf(connection),
    (open) => mode === "table" ? tryTableLock(open, table, trial) : tryAdvisoryLock(open.session, table),
  )

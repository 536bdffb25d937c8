import * as Effect from "effect/Effect"
import type { TryLock } from "sterna/dialect"
import { tryAdvisoryLock } from "./advisory-lock.ts"
import { sessionOf } from "./sessions.ts"
import { tryTableLock } from "./table-lock.ts"

/** The lock of a run: of the versions table, or of a number that stands for it. */
export const tryLock: TryLock = (connection, { mode, sent = () => Effect.void, table }) =>
  Effect.flatMap(
    sessionOf(connection),
    (session) => mode === "table" ? tryTableLock(session, table, sent) : tryAdvisoryLock(session, table, sent),
  )

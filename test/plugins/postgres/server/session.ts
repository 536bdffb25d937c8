import { fileURLToPath } from "node:url"
import { startLockingProcess } from "../../locking-process.ts"

/** A process that takes the lock of a run, says what came of it, and goes when its standard input ends. */
export interface LockSession {
  readonly url: string
  readonly mode: "table" | "advisory"
  readonly prefix?: string
}

/** Starts a process of its own. */
export const startLocking = (session: LockSession): ReturnType<typeof startLockingProcess> =>
  startLockingProcess(fileURLToPath(new URL("./session-process.ts", import.meta.url)), session)

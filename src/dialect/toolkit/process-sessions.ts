import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { hostname } from "node:os"
import type { ServerSession, ServerSessions } from "../server-session.ts"

/**
 * The sessions of a database without a server: each is a process, and a statement ends with the process that runs it. A
 * process of another machine is never found, since a file that several machines share is no place for such a database.
 */
export const processSessions: ServerSessions = {
  identify: () => Effect.sync(() => `${hostname()} ${process.pid} ${startOf(process.pid) ?? ""}`),
  find: (_, id) => Effect.sync(() => find(id)),
  end: () => Effect.void,
}

const find = (id: string): ServerSession | undefined => {
  const [host, text, start] = id.split(" ")
  const pid = Number(text)
  const isThere = host === hostname() && pid !== process.pid && isAlive(pid) && (startOf(pid) ?? "") === start
  return isThere ? { id, name: `process ${pid}`, working: false } : undefined
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM"
  }
}

/** When a process began, in clock ticks since the machine did (proc_pid_stat(5), field 22); `undefined` elsewhere. */
const startOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]
  } catch {
    return undefined
  }
}

import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { hostname } from "node:os"
import { join } from "node:path"

/** How the names of such folders begin, up to the process: processes of other machines are not known here. */
const stem = (): string => `.sterna-bundle-${hostname().replaceAll(/[^\w.]/g, "_")}-`

/**
 * Makes a folder for a bundle to be made in, beside its place, so that the bundle only has to be renamed. Those that killed
 * processes of this machine have left there are removed.
 *
 * @param parent absolute; made where it is not there
 */
export const makeWorkFolder = (parent: string): string => {
  const own = stem()
  mkdirSync(parent, { recursive: true })
  for (const name of readdirSync(parent)) {
    const [, pid] = name.startsWith(own) ? /^(\d+)-/.exec(name.slice(own.length)) ?? [] : []
    if (pid !== undefined && !lives(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true })
  }
  return mkdtempSync(join(parent, `${own}${process.pid}-`))
}

/** Whether there is such a process, be it another user's. */
const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return !(cause instanceof Error && "code" in cause && cause.code === "ESRCH")
  }
}

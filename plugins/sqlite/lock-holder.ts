import * as fs from "node:fs"

/** Where SQLite locks: 512 bytes of the database from 2^30 on, and bytes 120 to 127 of a write-ahead log's `-shm`. */
const lockedBytes: ReadonlyArray<readonly [suffix: string, first: number, last: number]> = [
  ["", 2 ** 30, 2 ** 30 + 511],
  ["-shm", 120, 127],
]

/**
 * Who holds a lock of SQLite's on a database: `"process 4711"`, or `undefined` where the operating system does not tell.
 * Linux does, in `/proc/locks` (proc_locks(5)).
 */
export function lockHolder(file: string): string | undefined {
  const locks = readLocks()
  const holders = lockedBytes.flatMap(([suffix, first, last]) => {
    const inode = fs.statSync(file + suffix, { throwIfNoEntry: false, bigint: true })?.ino
    return inode === undefined ? [] : holdersOf(locks, { inode, first, last })
  })
  const others = holders.filter(({ pid }) => pid !== process.pid)
  const holder = others.find(({ writes }) => writes) ?? others[0]
  if (holder !== undefined) return `process ${holder.pid}`
  return holders.length > 0 ? "another connection of this process" : undefined
}

function readLocks(): string {
  try {
    return fs.readFileSync("/proc/locks", "utf8")
  } catch {
    return ""
  }
}

interface Holder {
  readonly pid: number
  readonly writes: boolean
}

interface LockedRange {
  readonly inode: bigint
  readonly first: number
  readonly last: number
}

/**
 * Pure. Who holds a lock that begins in a range of a file. By the inode alone: the device that the line gives is not the
 * file's where file systems are stacked, as in containers.
 */
export function holdersOf(locks: string, { first, inode, last }: LockedRange): ReadonlyArray<Holder> {
  // 3: POSIX  ADVISORY  WRITE 4711 fe:00:1048 1073741825 1073741825
  const line = /^\d+: POSIX +\S+ +(READ|WRITE) +(\d+) +[0-9a-f]+:[0-9a-f]+:(\d+) +(\d+) +\S+$/gm
  return [...locks.matchAll(line)]
    .filter(([, , pid, lockedInode, start]) =>
      Number(pid) > 0 && lockedInode === String(inode) && Number(start) >= first && Number(start) <= last
    )
    .map(([, mode, pid]) => ({ pid: Number(pid), writes: mode === "WRITE" }))
}

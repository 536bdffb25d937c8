import * as fs from "node:fs"
import { dirname } from "node:path"

const allows = (path: string, mode: number): boolean => {
  try {
    fs.accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

export const mayWrite = (path: string): boolean => allows(path, fs.constants.W_OK)

/** What keeps this user from writing to a database, a sentence; `undefined` where nothing does. */
export function obstacle(path: string): string | undefined {
  const exists = fs.existsSync(path)
  if (exists && !allows(path, fs.constants.R_OK)) return `The file ${path} may not be read by this user.`
  if (exists && !mayWrite(path)) return `The file ${path} may not be written by this user.`
  const folder = dirname(path)
  if (!mayWrite(folder)) {
    return `The folder ${folder} may not be written by this user, and SQLite keeps its journal there.`
  }
  return undefined
}

export const sizeOf = (path: string): number => fs.statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** The journal beside a database that holds what only a process that may write can bring into it, or undo. */
export const leftover = (path: string): string | undefined =>
  [`${path}-journal`, `${path}-wal`].find((journal) => sizeOf(journal) > 0)

/**
 * Whether a database that this user may not write to keeps a write-ahead log (bytes 18 and 19 of its header are 2:
 * sqlite.org/fileformat.html, 1.3), and nobody has it open.
 */
export function isIdleLog(path: string): boolean {
  if (fs.existsSync(`${path}-shm`) || sizeOf(`${path}-wal`) > 0) return false
  const header = new Uint8Array(20)
  // Closing a descriptor of one's own takes from SQLite all locks that this process has on the file
  // (sqlite.org/howtocorrupt.html, 2.2): here it can have none but those of a reader.
  try {
    const descriptor = fs.openSync(path, "r")
    fs.readSync(descriptor, header)
    fs.closeSync(descriptor)
  } catch {
    return false
  }
  return header[18] === 2 && header[19] === 2
}

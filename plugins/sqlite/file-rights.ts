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

/**
 * The journal beside a database that holds what only a process that may write can bring into it, or undo. A rollback
 * journal whose first byte is zero was never finished, and SQLite passes over it (sqlite.org/lockingv3.html, 4.1).
 */
export function leftover(path: string): string | undefined {
  if (sizeOf(`${path}-wal`) > 0) return `${path}-wal`
  return sizeOf(`${path}-journal`) > 0 && firstBytes(`${path}-journal`, 1)[0] !== 0 ? `${path}-journal` : undefined
}

/**
 * Whether a database that this user may not write to keeps a write-ahead log (bytes 18 and 19 of its header are 2:
 * sqlite.org/fileformat.html, 1.3), and nobody has it open.
 */
export function isIdleLog(path: string): boolean {
  if (fs.existsSync(`${path}-shm`) || sizeOf(`${path}-wal`) > 0) return false
  // Closing a descriptor of one's own takes from SQLite all locks that this process has on the file
  // (sqlite.org/howtocorrupt.html, 2.2): here it can have none but those of a reader.
  const header = firstBytes(path, 20)
  return header[18] === 2 && header[19] === 2
}

/** The first bytes of a file; zeros where it cannot be read. */
function firstBytes(path: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  try {
    const descriptor = fs.openSync(path, "r")
    fs.readSync(descriptor, bytes)
    fs.closeSync(descriptor)
  } catch {
    return bytes.fill(0)
  }
  return bytes
}

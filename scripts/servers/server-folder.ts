import { accessSync, constants, statfsSync } from "node:fs"
import { chmod, chown, mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ServerUser } from "./server-user.ts"

/** In memory, where there is room: a server's disk is what the tests wait for most. */
const memory = "/dev/shm"
const enoughBytes = 4 * 2 ** 30

function hasRoom(path: string): boolean {
  try {
    accessSync(path, constants.W_OK)
    const { bavail, bsize } = statfsSync(path)
    return bavail * bsize >= enoughBytes
  } catch {
    return false
  }
}

/** Not `TMPDIR`: a socket's path has room for some 100 characters, and the server's user must get there. */
const parent = process.platform === "win32" ? tmpdir() : hasRoom(memory) ? memory : "/tmp"

/** A new folder of a server's own, which nobody else may enter. */
export async function makeServerFolder(kind: string, user: ServerUser): Promise<string> {
  const folder = await mkdtemp(join(parent, `sterna-${kind}-`))
  await chmod(folder, 0o700)
  await giveTo(user, folder)
  return folder
}

/** Writes a file that only the server's user may read, and answers with its path. */
export async function writeServerFile(folder: string, name: string, text: string, user: ServerUser): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, text, { mode: 0o600 })
  await giveTo(user, file)
  return file
}

/** Only root may give a file away, and only root has to. */
async function giveTo({ gid, uid }: ServerUser, path: string): Promise<void> {
  if (process.getuid?.() !== uid) await chown(path, uid, gid)
}

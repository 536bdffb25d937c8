import { cp } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { ServerUser } from "../server-user.ts"

/**
 * The folder of the binaries where the server's user can run them: as it is, or, where it lies in a folder that only root
 * may enter, a copy in the server's own folder.
 */
export async function usableBinaries(binaries: string, folder: string, user: ServerUser): Promise<string> {
  const answers = Bun.spawnSync([...user.prefix, join(binaries, "postgres"), "--version"], {
    stdout: "ignore",
    stderr: "ignore",
  })
  if (answers.exitCode === 0) return binaries
  const copy = join(folder, "installation")
  await cp(dirname(binaries), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, "bin")
}

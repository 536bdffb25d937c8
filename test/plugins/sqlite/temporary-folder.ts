import { afterEach, beforeEach } from "bun:test"
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A folder for each test of the file that calls this, removed after it. */
export function temporaryFolder(): () => string {
  let folder = ""
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sterna-sqlite-"))
  })
  afterEach(() => {
    chmodSync(folder, 0o755)
    rmSync(folder, { recursive: true })
  })
  return () => folder
}

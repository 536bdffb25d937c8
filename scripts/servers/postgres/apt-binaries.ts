import { mkdir } from "node:fs/promises"
import { installedBinaries } from "./installed-binaries.ts"

/** Installs Debian's PostgreSQL, as root, without the cluster that it would make and start, and answers with its folder. */
export async function aptBinaries(): Promise<string> {
  if (process.getuid?.() !== 0 || Bun.which("apt-get") === null) {
    throw new Error("apt-get installs for root only.")
  }
  // Read by the installation of the server's package (pg_createcluster, section "create_main_cluster").
  await mkdir("/etc/postgresql-common/createcluster.d", { recursive: true })
  await Bun.write("/etc/postgresql-common/createcluster.d/no-main-cluster.conf", "create_main_cluster = false\n")
  await apt("update", "-q")
  await apt("install", "-q", "-y", "--no-install-recommends", "postgresql")
  const binaries = installedBinaries()
  if (binaries === undefined) throw new Error("The package postgresql brought no initdb.")
  return binaries
}

async function apt(...words: ReadonlyArray<string>): Promise<void> {
  const child = Bun.spawn(["apt-get", ...words], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  })
  const [stderr, code] = await Promise.all([child.stderr.text(), child.exited])
  if (code !== 0) throw new Error(`apt-get ${words.join(" ")} exited with ${code}: ${stderr.trim()}`)
}

import { mkdir } from "node:fs/promises"
import { aptInstall } from "../apt-install.ts"
import { installedBinaries } from "./installed-binaries.ts"

/** Installs Debian's PostgreSQL, as root, without the cluster that it would make and start, and answers with its folder. */
export async function aptBinaries(): Promise<string> {
  // Read by the installation of the server's package (pg_createcluster, section "create_main_cluster").
  if (process.getuid?.() === 0) {
    await mkdir("/etc/postgresql-common/createcluster.d", { recursive: true })
    await Bun.write("/etc/postgresql-common/createcluster.d/no-main-cluster.conf", "create_main_cluster = false\n")
  }
  await aptInstall("postgresql")
  const binaries = installedBinaries()
  if (binaries === undefined) throw new Error("The package postgresql brought no initdb.")
  return binaries
}

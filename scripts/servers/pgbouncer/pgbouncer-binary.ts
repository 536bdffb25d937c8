import { existsSync } from "node:fs"
import { aptInstall } from "../apt-install.ts"

/** The path of an installed `pgbouncer`: Debian puts it where only root looks. */
function installedPgbouncer(): string | undefined {
  const found = Bun.which("pgbouncer")
  return found ?? ["/usr/sbin/pgbouncer", "/usr/local/sbin/pgbouncer"].find((path) => existsSync(path))
}

/** The path of `pgbouncer`, installed by apt where it is not here. Fails where that cannot be. */
export async function pgbouncerBinary(): Promise<string> {
  const installed = installedPgbouncer()
  if (installed !== undefined) return installed
  await aptInstall("pgbouncer")
  const path = installedPgbouncer()
  if (path === undefined) throw new Error("The package pgbouncer brought no pgbouncer.")
  return path
}

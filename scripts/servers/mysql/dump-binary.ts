import { aptInstall } from "../apt-install.ts"

/** The path of `mariadb-dump`, installed by apt where it is not here. Fails where that cannot be. */
export async function mariadbDumpBinary(): Promise<string> {
  const installed = Bun.which("mariadb-dump")
  if (installed !== null) return installed
  await aptInstall("mariadb-client")
  const path = Bun.which("mariadb-dump")
  if (path === null) throw new Error("The package mariadb-client brought no mariadb-dump.")
  return path
}

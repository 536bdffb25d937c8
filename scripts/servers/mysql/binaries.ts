import { existsSync } from "node:fs"
import { aptInstall } from "../apt-install.ts"

/** The programs of a MariaDB. */
export interface MysqlBinaries {
  readonly server: string
  readonly install: string
}

/** Debian puts the server where only root's PATH leads. */
const find = (name: string): string | undefined =>
  Bun.which(name) ?? [`/usr/sbin/${name}`, `/usr/libexec/${name}`].find((path) => existsSync(path))

const installed = (): MysqlBinaries | undefined => {
  const server = find("mariadbd")
  const install = find("mariadb-install-db")
  return server === undefined || install === undefined ? undefined : { server, install }
}

/** The installed MariaDB, else Debian's, which is installed where root runs this. */
export async function mysqlBinaries(): Promise<MysqlBinaries> {
  const found = installed()
  if (found !== undefined) return found
  try {
    // The programs alone: the package mariadb-server would make a database and start it.
    await aptInstall("mariadb-server-core", "mariadb-client-core")
  } catch (error) {
    const advice =
      "Install MariaDB (Debian: the packages mariadb-server-core and mariadb-client-core), or set STERNA_TEST_MYSQL_URL."
    throw new Error(`${advice} ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  const binaries = installed()
  if (binaries === undefined) throw new Error("The package mariadb-server-core brought no mariadbd.")
  return binaries
}

import { existsSync } from "node:fs"

/** Where servers put their sockets: Debian's folder, its older name, PostgreSQL's own. */
export const socketFolders: ReadonlyArray<string> = ["/run/postgresql", "/var/run/postgresql", "/tmp"]

/**
 * Where to go when no host is named: the folder of a local server's socket, else `localhost`. libpq has one such folder,
 * fixed when it was built.
 */
export const localHost = (port: number): string =>
  socketFolders.find((folder) => existsSync(`${folder}/.s.PGSQL.${port}`)) ?? "localhost"

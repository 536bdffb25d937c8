/** The tests to run: these files, and of these only the tests whose name holds `named`, where that is said. */
export interface Selection {
  readonly files: ReadonlyArray<string>
  readonly named?: string
}

/** Tests that need a database server lie in a folder with `server` in its name. */
const needsServer = (file: string): boolean => file.split("/").slice(0, -1).some((folder) => folder.includes("server"))

/** Which of all test files to run: all, those that need no server, or those that a name stands for. */
export function select(files: ReadonlyArray<string>, argument: string | undefined): Selection {
  if (argument === undefined) return { files }
  if (argument === "quick") return { files: files.filter((file) => !needsServer(file)) }
  const byPath = files.filter((file) => file.includes(argument))
  return byPath.length > 0 ? { files: byPath } : { files, named: argument }
}

/** Tests that run the compiled executable lie in these folders, or are that of the packages that it is put into. */
export const needsExecutable = ({ files }: Selection): boolean =>
  files.some((file) => /^test\/(executable\/|docs\/|scripts\/package\.)/.test(file))

/** Whether servers must stand while these tests run. */
export const needsServers = ({ files }: Selection): boolean => files.some(needsServer)

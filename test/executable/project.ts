import { Database } from "bun:sqlite"
import { setDefaultTimeout } from "bun:test"
import {
  chmodSync,
  type Dirent,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { executable } from "./executable.ts"
import { type Ended, Running } from "./running.ts"

// Processes on a busy machine: what hangs is found by `eventually`, which says what it waited for.
setDefaultTimeout(60_000)

/** Texts by path. */
export type Files = { readonly [path: string]: string }

export interface StartOptions {
  readonly env?: { readonly [name: string]: string }
  /** The folder to start in, below the project's. */
  readonly directory?: string
  /** Whether the rights of files bind, also when the tests run as root. */
  readonly rightsBind?: boolean
  /** A signal that is ignored when it starts, `HUP` for example. */
  readonly ignoring?: string
  /** A shell's redirection or limit before it starts: `exec > /dev/full`. */
  readonly shell?: string
  /** How bash starts it, for what only bash can: `exec "$@" --env-file <(cat .env)`. */
  readonly bash?: string
}

/** The rows of a query. */
export type Rows = ReadonlyArray<{ readonly [column: string]: unknown }>

/** A fresh folder with a user's files in it, where the executable is run. Gone, with its processes, when it is disposed of. */
export class Project implements Disposable {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "sterna-")))
  readonly #processes: Array<Running> = []

  constructor(files: Files = {}) {
    this.write(files)
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  write(files: Files): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(this.path(path)), { recursive: true })
      writeFileSync(this.path(path), text)
    }
  }

  read(path: string): string {
    return readFileSync(this.path(path), "utf8")
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true })
  }

  /** Starts the executable. Of the environment it sees only what is given; without that, DATABASE_URL names `blog.db`. */
  start(args: ReadonlyArray<string>, options: StartOptions = {}): Running {
    const { directory = ".", env = { DATABASE_URL: "sqlite:blog.db" }, ignoring, rightsBind = false, shell, bash } =
      options
    const without = rightsBind && process.getuid?.() === 0 ? withoutPrivileges : []
    const before = [...ignoring === undefined ? [] : [`trap "" ${ignoring}`], ...shell === undefined ? [] : [shell]]
    const prepared = bash !== undefined
      ? ["bash", "-c", bash, "bash"]
      : before.length === 0
      ? []
      : ["sh", "-c", `${before.join("; ")}; exec "$@"`, "sh"]
    const command = [...prepared, ...without, executable(), ...args]
    const running = new Running(command, {
      cwd: this.path(directory),
      env: { PATH: process.env["PATH"] ?? "", HOME: this.folder, ...env },
    })
    this.#processes.push(running)
    return running
  }

  /** Runs the executable to its end. */
  sterna(args: ReadonlyArray<string>, options?: StartOptions): Promise<Ended> {
    return this.start(args, options).ended()
  }

  /** Asks a database of the folder, or changes it. */
  query(sql: string, database = "blog.db"): Rows {
    using connection = new Database(this.path(database), { readwrite: true, create: true })
    connection.run("PRAGMA foreign_keys = ON")
    return connection.query<Rows[number], []>(sql).all()
  }

  /** The versions that are recorded as applied, ascending; none where there is no database. */
  applied(database = "blog.db"): ReadonlyArray<unknown> {
    if (this.files()[database] === undefined) return []
    const [table] = this.query("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'", database)
    if (table === undefined) return []
    return this.query("SELECT version FROM schema_migrations ORDER BY version", database).map(({ version }) => version)
  }

  /** The names of the tables, without those of SQLite and of the versions. */
  tables(database = "blog.db"): ReadonlyArray<unknown> {
    return this.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name NOT LIKE 'schema~_migrations%' ESCAPE '~' ORDER BY name",
      database,
    ).map(({ name }) => name)
  }

  /** Every file of the folder by its path, with a digest of its content: to see that nothing has changed. */
  files(): { readonly [path: string]: string } {
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true })
    const paths = entries.map((entry: Dirent) => ({ entry, path: join(entry.parentPath, entry.name) }))
    return Object.fromEntries(
      paths.map(({ entry, path }) => [
        path.slice(this.folder.length + 1),
        entry.isFile() ? Bun.SHA256.hash(readFileSync(path), "hex") : "no file",
      ]),
    )
  }

  #folders(): ReadonlyArray<string> {
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name))
  }

  [Symbol.dispose](): void {
    for (const running of this.#processes) if (!running.hasEnded) running.signal("SIGKILL")
    // Who is not root can take nothing out of a folder that may only be read.
    for (const folder of this.#folders()) chmodSync(folder, 0o755)
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Root may write everywhere by a capability; without it only the rights of a file count. */
const withoutPrivileges = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"]

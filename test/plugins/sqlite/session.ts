import { fileURLToPath } from "node:url"

export type Step =
  | { readonly do: "query"; readonly sql: string }
  | { readonly do: "batch"; readonly statements: ReadonlyArray<string> }
  /** Sends a query and interrupts it at once. */
  | { readonly do: "interrupt"; readonly sql: string }
  | { readonly do: "lock" }
  /** Says that it holds what it has, and goes on when its standard input ends. */
  | { readonly do: "hold" }

export interface Session {
  readonly url: string
  readonly readOnly?: boolean
  /** Milliseconds. */
  readonly lockTimeout?: number
  readonly steps: ReadonlyArray<Step>
}

/** What a process said of a step, or why it could not connect. */
export interface Said {
  readonly rows?: ReadonlyArray<Readonly<Record<string, unknown>>>
  readonly kind?: string
  readonly code?: string
  readonly message?: string
  readonly abandoned?: boolean
  readonly acquired?: boolean
  readonly holder?: string
  readonly holding?: boolean
}

/** Whom the rights of files do not bind, is bound by them without these capabilities. */
const bound = process.getuid?.() === 0 ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] : []

/** Starts a process of its own, whom the rights of files bind also where the tests are run by root. */
export function startSession(session: Session) {
  const script = fileURLToPath(new URL("./session-process.ts", import.meta.url))
  const child = Bun.spawn([...bound, process.execPath, script, JSON.stringify(session)], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  })
  const said: Array<Said> = []
  const held = Promise.withResolvers<void>()
  const ended = (async () => {
    let text = ""
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk
      const lines = text.split("\n")
      text = lines.pop() ?? ""
      for (const line of lines) {
        const answer: Said = JSON.parse(line)
        if (answer.holding === true) held.resolve()
        else said.push(answer)
      }
    }
    await child.exited
    held.reject(new Error(`The process ended before it held: ${JSON.stringify(said)}`))
    return { said, exitCode: child.exitCode }
  })()
  held.promise.catch(() => undefined)
  return {
    pid: child.pid,
    /** Resolved when it holds. */
    held: held.promise,
    said,
    ended,
    /** Lets it go on. */
    go: () => {
      void child.stdin.end()
    },
    kill: async () => {
      child.kill("SIGKILL")
      await child.exited
    },
  }
}

/** Runs a process to its end; what it said, step by step. */
export const runSession = async (session: Session): Promise<ReadonlyArray<Said>> =>
  (await startSession(session).ended).said

/** Kills a process in a transaction that has written to the file already, so that its journal stays behind. */
export async function leaveHotJournal(url: string): Promise<void> {
  const session = startSession({
    url,
    steps: [
      {
        do: "batch",
        statements: ["PRAGMA cache_size = 1", "BEGIN IMMEDIATE", "CREATE TABLE half_done (x)", fill("half_done")],
      },
      { do: "hold" },
    ],
  })
  await session.held
  await session.kill()
}

/** Fills a table with a megabyte. */
export const fill = (table: string): string =>
  `WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000) INSERT INTO ${table} SELECT randomblob(1000) FROM n`

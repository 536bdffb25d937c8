import { fileURLToPath } from "node:url"

/** A process that takes the lock of a run, says what came of it, and goes when its standard input ends. */
export interface LockSession {
  readonly url: string
  readonly mode: "table" | "advisory"
}

/** What such a process said: of its attempt, and of the loss of the lock. */
interface Said {
  readonly acquired?: boolean
  readonly holder?: string
  readonly lost?: string
}

/** Starts a process of its own. */
export function startLocking(session: LockSession) {
  const script = fileURLToPath(new URL("./session-process.ts", import.meta.url))
  const child = Bun.spawn([process.execPath, script, JSON.stringify(session)], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  })
  const lines = linesOf(child.stdout)
  const next = async (): Promise<Said> => JSON.parse((await lines.next()).value ?? "{}")
  return {
    pid: child.pid,
    /** What it says next. */
    next,
    /** Lets it end. */
    go: async () => {
      await child.stdin.end()
      await child.exited
    },
    kill: async () => {
      child.kill("SIGKILL")
      await child.exited
    },
    /** It does nothing more, and yet its connections stay. */
    stop: () => child.kill("SIGSTOP"),
    goOn: () => child.kill("SIGCONT"),
  }
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  let text = ""
  const decoder = new TextDecoder()
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true })
    const lines = text.split("\n")
    text = lines.pop() ?? ""
    yield* lines
  }
  return undefined
}

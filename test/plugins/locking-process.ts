/** What a process said that takes the lock of a run: of its attempt, and of the loss of the lock. */
export interface Said {
  readonly acquired?: boolean
  readonly holder?: string
  readonly lost?: string
}

/**
 * Starts a process that takes the lock of a run, says what came of it, and goes when its standard input ends.
 *
 * @param script the path of its program, which is given the session as JSON
 */
export function startLockingProcess(script: string, session: object) {
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

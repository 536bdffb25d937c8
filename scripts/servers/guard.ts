/** Ends processes and removes a folder as soon as it is closed, or this process ends in whatever way. */
export interface Guard {
  /** From now on this process is ended with the others. */
  readonly watch: (pid: number) => void
  /** This process has ended: its number may soon be another's. */
  readonly forget: (pid: number) => void
  /** Resolves when all is ended and removed. */
  readonly close: () => Promise<void>
}

/**
 * Starts the guard of a folder: a process that waits for the end of its standard input, which the operating system
 * closes when this process dies. It has a session of its own, so that Ctrl-C does not reach it.
 */
export function startGuard(folder: string): Guard {
  const child = Bun.spawn([`${import.meta.dir}/guard`, folder], {
    detached: true,
    stdin: "pipe",
    stdout: "ignore",
    stderr: "inherit",
  })
  const tell = (line: string) => {
    void child.stdin.write(`${line}\n`)
    void child.stdin.flush()
  }
  return {
    watch: (pid) => tell(`watch ${pid}`),
    forget: (pid) => tell(`forget ${pid}`),
    close: async () => {
      await child.stdin.end()
      const code = await child.exited
      if (code !== 0) throw new Error(`The guard of ${folder} exited with ${code}.`)
    },
  }
}

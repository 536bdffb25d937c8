import { rm } from "node:fs/promises"

/** A program to be measured. */
export interface Program {
  readonly command: ReadonlyArray<string>
  /** The folder to run it in. */
  readonly folder: string
  /** A file to be read from standard input. */
  readonly input?: string
  /** A database file to delete, with what SQLite lays beside it, before each run. */
  readonly fresh?: string
  /** Done before each run, and not measured. */
  readonly before?: () => Promise<void>
}

/** The middle of some numbers; of an even count the mean of the two in the middle. */
export function median(numbers: ReadonlyArray<number>): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const middle = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1)
  return middle.reduce((sum, number) => sum + number, 0) / middle.length
}

/** The median time of each program in milliseconds, over several rounds in which they take turns. */
export async function medians(programs: ReadonlyArray<Program>, rounds: number): Promise<ReadonlyArray<number>> {
  const times = programs.map((): Array<number> => [])
  for (let round = 0; round < rounds; round++) {
    for (const [position, program] of programs.entries()) times[position]?.push(await time(program))
  }
  return times.map(median)
}

/** Runs a program once: how many milliseconds it took. A program that fails is an error with what it said. */
export async function time({ before, command, folder, fresh, input }: Program): Promise<number> {
  for (const ending of ["", "-journal", "-wal", "-shm"]) {
    if (fresh !== undefined) await rm(fresh + ending, { force: true })
  }
  await before?.()
  const stdin = input === undefined ? "ignore" : Bun.file(input)
  const start = performance.now()
  const child = Bun.spawnSync([...command], { cwd: folder, stdin, stdout: "ignore", stderr: "pipe" })
  const milliseconds = performance.now() - start
  if (child.exitCode === 0) return milliseconds
  throw new Error(`"${command.join(" ")}" exited with ${child.exitCode}: ${child.stderr.toString()}`)
}

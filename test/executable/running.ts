import { eventually } from "./eventually.ts"

/** How a process ended, and all that it wrote. */
export interface Ended {
  /** Its exit code; of a process that a signal killed, what a shell makes of it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunningOptions {
  readonly cwd: string
  readonly env: { readonly [name: string]: string }
}

/** A process that runs, and what it has written until now. */
export class Running {
  stdout = ""
  stderr = ""
  readonly #child: Bun.Subprocess<"ignore", "pipe", "pipe">
  readonly #written: Promise<unknown>

  constructor(command: ReadonlyArray<string>, { cwd, env }: RunningOptions) {
    this.#child = Bun.spawn([...command], { cwd, env: { ...env }, stdin: "ignore", stdout: "pipe", stderr: "pipe" })
    this.#written = Promise.all([
      read(this.#child.stdout, (text) => this.stdout += text),
      read(this.#child.stderr, (text) => this.stderr += text),
    ])
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  get pid(): number {
    return this.#child.pid
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** Waits for its end, for as long as one waits at most. */
  async ended(patienceMs?: number): Promise<Ended> {
    await eventually(() => this.hasEnded, patienceMs)
    await this.#written
    return { code: await this.#child.exited, stdout: this.stdout, stderr: this.stderr }
  }

  /** Waits for a text on its standard output. */
  prints(text: string): Promise<void> {
    return eventually(() => this.stdout.includes(text))
  }

  /** Waits for a text on its standard error. Fails when it ends without having written it. */
  async says(text: string | RegExp, patienceMs?: number): Promise<void> {
    const said = () => typeof text === "string" ? this.stderr.includes(text) : text.test(this.stderr)
    await eventually(() => said() || this.hasEnded, patienceMs)
    await (this.hasEnded ? this.#written : undefined)
    if (!said()) throw new Error(`It ended without a word of ${text}:\n${this.stderr}`)
  }
}

async function read(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder()
  for await (const chunk of stream) take(decoder.decode(chunk, { stream: true }))
}

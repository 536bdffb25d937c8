import { expect } from "bun:test"
import { eventually } from "./eventually.ts"
import { executable } from "./executable.ts"
import type { Project } from "./project.ts"

/** The executable on a terminal of its own, and all that it wrote there. */
export class OnTerminal implements Disposable {
  output = ""
  readonly child: Bun.Subprocess

  constructor(project: Project, args: ReadonlyArray<string>, columns = 100) {
    const decoder = new TextDecoder()
    this.child = Bun.spawn([executable(), ...args], {
      cwd: project.folder,
      env: { PATH: "", HOME: project.folder, TERM: "xterm", NO_COLOR: "1", DATABASE_URL: "sqlite:blog.db" },
      terminal: {
        cols: columns,
        rows: 24,
        data: (_, bytes) => {
          this.output += decoder.decode(bytes, { stream: true })
        },
      },
    })
  }

  /** Waits for a text. */
  async shows(text: string): Promise<void> {
    await eventually(() => this.output.includes(text)).catch(() => expect(this.output).toContain(text))
  }

  type(text: string): void {
    this.child.terminal?.write(text)
  }

  resize(columns: number): void {
    this.child.terminal?.resize(columns, 24)
  }

  [Symbol.dispose](): void {
    this.child.kill("SIGKILL")
    this.child.terminal?.close()
  }
}

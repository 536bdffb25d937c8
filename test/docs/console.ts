import { describe, expect, test } from "bun:test"
import { existsSync, mkdirSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { executable } from "../executable/executable.ts"
import { type Fence, sessionsOf } from "./fences.ts"

/** Where the commands of a page run. */
export interface Terminal {
  readonly folder: string
  /** What the page calls the folder; itself when left out. */
  readonly shownAs?: string
  /** What the environment has besides. */
  readonly env?: { readonly [name: string]: string }
}

/** Tests that the commands of the console blocks, one after the other in one folder, print what the page shows. */
export const testConsole = (title: string, fences: ReadonlyArray<Fence>, terminal: Terminal): void => {
  describe(title, () => {
    for (const fence of fences.filter(({ language }) => language === "console")) {
      for (const { command, output } of sessionsOf(fence)) {
        test(`line ${fence.line}: ${command}`, async () => {
          expect(comparable(await printed(command, terminal))).toBe(comparable(output))
        })
      }
    }
  })
}

/** What a command prints, on both outputs, with `sterna` on its path and nothing of the tester's environment. */
const printed = async (command: string, { env = {}, folder, shownAs = folder }: Terminal): Promise<string> => {
  const bin = join(folder, ".bin")
  if (!existsSync(bin)) {
    mkdirSync(bin)
    symlinkSync(executable(), join(bin, "sterna"))
  }
  const shell = Bun.spawn(["sh", "-c", `exec 2>&1; ${command}`], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env["PATH"] ?? ""}`, HOME: folder, ...env },
    stdout: "pipe",
  })
  return (await shell.stdout.text()).replaceAll(folder, shownAs)
}

/** How long something took differs from run to run, and how wide a column is with the folder's name. */
const comparable = (text: string): string =>
  text.replace(/\d+(?:\.\d+)? (ms|s)\b/g, "N $1").replace(/(?<=\S) {2,}(?=\S)/g, "  ").replace(/[ \t]+$/gm, "").trim()

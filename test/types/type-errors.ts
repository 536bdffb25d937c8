import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"

/** An error of the type checker. */
export interface TypeError {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** All of it, on one line. */
  readonly message: string
}

/** What the type checker says of files, given by name, which may import `sterna`. */
export const typeErrorsOf = async (
  name: string,
  files: { readonly [file: string]: string },
): Promise<ReadonlyArray<TypeError>> => {
  const folder = resolve("dist", name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  const project = { extends: "../../tsconfig.json", compilerOptions: { noUnusedLocals: false }, include: ["*.ts"] }
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project))
  const tsc = Bun.spawn(["bun", "--bun", "node_modules/.bin/tsc", "-p", folder, "--pretty", "false"], {
    stdout: "pipe",
  })
  const output = await tsc.stdout.text()
  await tsc.exited
  rmSync(folder, { recursive: true })
  return output.split(/\n(?=\S)/).flatMap((error) => {
    const parts = /^(.+?)\((\d+),\d+\): error TS\d+: (.*)$/s.exec(error.trim())
    return parts === null
      ? []
      : [{ file: String(parts[1]?.split("/").at(-1)), line: Number(parts[2]), message: onOneLine(String(parts[3])) }]
  })
}

const onOneLine = (text: string): string => text.trim().replace(/\s+/g, " ")

import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"

/** What the compiler says of modules, by their names; empty where they are right. `name` names the folder for them. */
export const typeErrors = async (name: string, modules: ReadonlyMap<string, string>): Promise<string> => {
  const folder = resolve("dist", name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [module, text] of modules) writeFileSync(join(folder, `${module}.ts`), text)
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: "../../tsconfig.json", include: ["*.ts"] }))
  const tsc = Bun.spawn(["bun", "--bun", "node_modules/.bin/tsc", "-p", folder], { stdout: "pipe" })
  const output = await new Response(tsc.stdout).text()
  return await tsc.exited === 0 ? "" : output
}

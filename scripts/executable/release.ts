/** Compiles what a release consists of: see scripts/release. */
import * as Schema from "effect/Schema"
import { mkdir, rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { compile } from "./compile.ts"
import { componentsOf } from "./component.ts"
import { softwareBill } from "./software-bill.ts"
import { targetOf, targets } from "./target.ts"

const decodeMetafile = Schema.decodeUnknownSync(
  Schema.fromJsonString(Schema.Struct({ inputs: Schema.Record(Schema.String, Schema.Unknown) })),
)
const usage = "usage: scripts/release [--outdir FOLDER] [TARGET …]"
const { named, outdir } = options()
const chosen = named.map((name) => {
  const target = targetOf(name)
  return typeof target === "string" ? refuse(target) : { name, target }
})
try {
  await mkdir(outdir, { recursive: true })
  const metafile = join(outdir, ".metafile.json")
  const sums: Array<string> = []
  for (const { name, target } of chosen) {
    const file = `sterna-${name}${target.extension}`
    const path = join(outdir, file)
    await compile({ target, outfile: path, metafile })
    sums.push(`${await sha256(path)}  ${file}\n`)
    console.log(`${file}  ${(Bun.file(path).size / 1e6).toFixed(0)} MB`)
  }
  const { inputs } = decodeMetafile(await Bun.file(metafile).text())
  await rm(metafile)
  await Bun.write(join(outdir, "SHA256SUMS"), sums.join(""))
  await Bun.write(join(outdir, "sterna.cdx.json"), softwareBill(await componentsOf(Object.keys(inputs))))
  console.log("SHA256SUMS\nsterna.cdx.json")
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function sha256(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256")
  for await (const part of Bun.file(path).stream()) hasher.update(part)
  return hasher.digest("hex")
}

function options(): { readonly outdir: string; readonly named: ReadonlyArray<string> } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { outdir: { type: "string" } } })
    const { outdir: given } = values
    return {
      outdir: given === undefined ? resolve("dist/release") : resolve(process.env["STERNA_BUILD_FROM"] ?? ".", given),
      named: positionals.length === 0 ? Object.keys(targets) : positionals,
    }
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

function refuse(problem: string): never {
  console.error(`${problem}\n${usage}`)
  process.exit(2)
}

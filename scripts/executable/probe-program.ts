import { resolve } from "node:path"

/**
 * Bundles `src/probe.ts` by itself into a folder, and answers with the path of its entry. In one build with the rest the
 * bundler would give both the same modules of effect, and keep all of each, since the rest serves them.
 */
export async function probeProgram(folder: string, define: Readonly<Record<string, string>>): Promise<string> {
  await Bun.build({
    entrypoints: ["src/probe.ts"],
    target: "bun",
    format: "esm",
    splitting: true,
    minify: { syntax: true },
    emitDCEAnnotations: true,
    define,
    outdir: folder,
    naming: { entry: "[name].[ext]", chunk: "[name]-[hash].[ext]" },
  })
  return resolve(folder, "probe.js")
}

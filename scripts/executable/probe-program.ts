import { resolve } from "node:path"

/** The compilers of the dialects, which no probe needs: `compile.ts` and `rebuild.ts` of a plugin, beside its dialect. */
const compilers = /^\.\/(?:compile|rebuild)\.ts$/

/**
 * Bundles `src/probe.ts` by itself, in the project's folder. In one build with the rest the bundler would give both the same
 * modules of effect, and keep all of each, since the rest serves them.
 *
 * @param folder where its chunks are put, with `probe.js` as the entry
 */
export const probeProgram = (folder: string, define: Readonly<Record<string, string>> = {}): Promise<Bun.BuildOutput> =>
  Bun.build({
    entrypoints: ["src/probe.ts"],
    target: "bun",
    format: "esm",
    splitting: true,
    minify: { syntax: true },
    emitDCEAnnotations: true,
    define,
    metafile: true,
    outdir: folder,
    naming: { entry: "[name].[ext]", chunk: "[name]-[hash].[ext]" },
    plugins: [{
      name: "without compilers",
      setup: (build) =>
        void build.onResolve(
          { filter: compilers },
          ({ importer }) =>
            importer.endsWith("/dialect.ts") ? { path: resolve("scripts/executable/no-compiler.ts") } : undefined,
        ),
    }],
  })

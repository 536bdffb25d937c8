import * as Effect from "effect/Effect"
import { closeSync, mkdirSync, openSync, readSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { UsageError } from "../usage-error.ts"
import { BundleFailed } from "./bundle-failed.ts"
import type { Collected } from "./collect.ts"
import { entryText } from "./entry.ts"
import { embeddedRuntime, type Runtime } from "./runtime.ts"
import { makeWorkFolder } from "./work-folder.ts"

export interface BundleOptions {
  /** Absolute. What is there is replaced once the bundle is complete. */
  readonly out: string
  /** The machine, as in the names of a release: `linux-arm64`. */
  readonly target: string | undefined
}

/**
 * Writes the executable that carries what was collected. It is made by the bundler that is in this executable, beside its
 * place; the network is asked for a runtime of another target that is not in bun's cache.
 *
 * Fails with `BundleFailed`.
 */
export const compileBundle = Effect.fnUntraced(function*(
  collected: Collected,
  { out, target }: BundleOptions,
): Effect.fn.Return<void, BundleFailed | UsageError> {
  const runtime = yield* embeddedRuntime
  yield* Effect.acquireUseRelease(
    attempt(out, () => {
      const there = statSync(out, { throwIfNoEntry: false })
      if (there?.isDirectory() === true) throw new Error("It is a folder.")
      if (there?.isFile() === false) throw new Error("It is no file.")
      if (there !== undefined && !isExecutable(out)) {
        throw new Error("Something else than an executable is there, which would be gone. Name another file.")
      }
      return makeWorkFolder(dirname(out))
    }),
    (folder) =>
      Effect.gen(function*() {
        const made = join(folder, target?.startsWith("windows") === true ? "bundle.exe" : "bundle")
        yield* attempt(out, () => writeInputs(folder, collected, runtime, made, target))
        yield* runBundler(join(folder, "runtime", bundlerOf(runtime)), join(folder, "request.json"), folder)
        yield* attempt(out, () => renameSync(made, out))
      }),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true })),
  )
})

/** The chunk that is the program `bundler.ts`. */
const bundlerOf = ({ modules }: Runtime): string => modules["sterna:bundler"] ?? ""

const writeInputs = (
  folder: string,
  collected: Collected,
  { files, modules, workers }: Runtime,
  out: string,
  target: string | undefined,
): void => {
  const runtime = join(folder, "runtime")
  for (const [path, text] of Object.entries(files)) {
    const file = join(runtime, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const entry = join(folder, "entry.ts")
  writeFileSync(entry, entryText(collected))
  const request = { entry, runtime, modules, workers, out, ...target === undefined ? {} : { target: `bun-${target}` } }
  writeFileSync(join(folder, "request.json"), JSON.stringify(request))
}

/** In the folder that was made for it, so that no settings of bun's apply that lie in the working directory. */
const runBundler = (program: string, request: string, folder: string): Effect.Effect<void, BundleFailed> =>
  Effect.callback((resume) => {
    const child = Bun.spawn([process.execPath, "run", program, request], {
      cwd: folder,
      env: { ...process.env, BUN_BE_BUN: "1", NO_COLOR: "1" },
      stdio: ["ignore", "ignore", "pipe"],
    })
    void Promise.all([child.exited, child.stderr.text()]).then(([code, said]) =>
      resume(
        code === 0 ? Effect.void : Effect.fail(
          new BundleFailed({ problem: `The bundle could not be made:\n${said.trim()}` }),
        ),
      )
    )
    return Effect.promise(() => {
      child.kill("SIGKILL")
      return child.exited
    })
  })

/** What a bundle may replace: by its first bytes a program of Linux, macOS or Windows, or an empty file. */
const isExecutable = (path: string): boolean => {
  const magic = Buffer.alloc(4)
  const file = openSync(path, "r")
  try {
    const length = readSync(file, magic, 0, 4, 0)
    return length === 0 || ["7f454c46", "cffaedfe"].includes(magic.toString("hex"))
      || magic.toString("latin1", 0, 2) === "MZ"
  } finally {
    closeSync(file)
  }
}

const attempt = <A>(out: string, work: () => A): Effect.Effect<A, BundleFailed> =>
  Effect.try({
    try: work,
    catch: (cause) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      return new BundleFailed({ problem: `The bundle ${out} cannot be written: ${reason}` })
    },
  })

import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { needsOf } from "./elf.ts"
import type { Files } from "./project.ts"
import { type Ended, Running } from "./running.ts"

const certificates = "/etc/ssl/certs/ca-certificates.crt"

/** Of nobody: it owns no file of the root. */
const user = 65_532

/**
 * What a container made FROM scratch has: an executable, the C library that it is linked to, certificates, and what is
 * given; no shell, no HOME, no user's name. All of it may only be read but `/data`, the volume of a database. `/proc` is
 * there, as every container engine mounts it: without it the runtime's own C library ends the process.
 */
export class SlimRoot implements Disposable {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "sterna-slim-")))
  readonly #name: string
  readonly #processes: Array<Running> = []

  /**
   * @param executable its path on this machine
   * @param name its name in the root, where it lies at the top
   */
  constructor(executable: string, name: string, files: Files = {}) {
    this.#name = name
    chmodSync(this.folder, 0o755)
    for (const folder of ["proc", "data"]) mkdirSync(join(this.folder, folder))
    chmodSync(join(this.folder, "data"), 0o777)
    this.#copy(executable, name)
    for (const library of librariesOf(executable)) this.#copy(library, library)
    if (existsSync(certificates)) this.#copy(certificates, certificates)
    for (const [path, text] of Object.entries(files)) {
      this.#makeFolderOf(path)
      writeFileSync(join(this.folder, path), text)
    }
  }

  /** The paths of all its files, ascending. */
  files(): ReadonlyArray<string> {
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
      .map((path) => path.slice(this.folder.length)).toSorted()
  }

  /** Puts a folder of this machine into the root. */
  add(folder: string, name: string): void {
    cpSync(folder, join(this.folder, name), { recursive: true })
  }

  /** Starts the executable in the root, as the first process of its own and with these variables alone. */
  start(args: ReadonlyArray<string>, env: { readonly [name: string]: string } = {}): Running {
    const isRoot = process.getuid?.() === 0
    const enter = isRoot
      ? ["chroot", `--userspec=${user}:${user}`, "--groups=", this.folder]
      : ["unshare", "--user", `--map-user=${user}`, `--map-group=${user}`, `--root=${this.folder}`, "--wd=/"]
    const command = [
      "unshare",
      ...isRoot ? [] : ["--map-root-user"],
      "--mount",
      "--pid",
      "--fork",
      "--kill-child",
      "sh",
      "-ec",
      readOnly,
      "sh",
      this.folder,
      "env",
      "-i",
      ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
      // `env` has taken the search path away.
      ...enter.map((word, index) => index === 0 ? toolPath(word) : word),
      `/${this.#name}`,
      ...args,
    ]
    const running = new Running(command, { cwd: "/", env: { PATH: searchPath } })
    this.#processes.push(running)
    return running
  }

  /** Runs it to its end. */
  run(args: ReadonlyArray<string>, env?: { readonly [name: string]: string }): Promise<Ended> {
    return this.start(args, env).ended()
  }

  #copy(from: string, to: string): void {
    this.#makeFolderOf(to)
    copyFileSync(from, join(this.folder, to))
    chmodSync(join(this.folder, to), 0o555)
  }

  #makeFolderOf(path: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true })
  }

  [Symbol.dispose](): void {
    for (const running of this.#processes) if (!running.hasEnded) running.signal("SIGKILL")
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Mounts of a namespace that ends with the process. Where one is not allowed, the last word says what this is about. */
const readOnly =
  `trap 'echo "A root file system cannot be entered on this machine: it takes root, or user namespaces." >&2' EXIT
root=$1
shift
mount --bind "$root" "$root"
mount --bind "$root/data" "$root/data"
mount -o remount,bind,ro,nosuid,nodev "$root"
mount -t proc proc "$root/proc"
cd "$root"
exec "$@"`

const searchPath = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`

const toolPath = (name: string): string => {
  const path = Bun.which(name, { PATH: searchPath })
  if (path === null) throw new Error(`There is no ${name} on this machine.`)
  return path
}

/** The paths of the loader and of all libraries of an executable, those of the libraries too: the loader tells (ld.so(8)). */
function librariesOf(executable: string): ReadonlyArray<string> {
  const { loader } = needsOf(executable)
  const { exitCode, stderr, stdout } = Bun.spawnSync([loader, "--list", executable])
  if (exitCode !== 0) throw new Error(`${loader} --list failed: ${stderr.toString()}`)
  return [loader, ...Array.from(stdout.toString().matchAll(/=> (\/\S+)/g), ([, path = ""]) => path)]
}

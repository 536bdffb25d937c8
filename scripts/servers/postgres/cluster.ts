import { randomBytes } from "node:crypto"
import { appendFile, readFile } from "node:fs/promises"
import { join } from "node:path"
import { freePort } from "../free-port.ts"
import { type Guard, startGuard } from "../guard.ts"
import { makeServerFolder, writeServerFile } from "../server-folder.ts"
import { type ServerUser, serverUser } from "../server-user.ts"
import { usableBinaries } from "./usable-binaries.ts"

/** What a cluster is to be like. */
export interface ClusterOptions {
  /** The folder of `initdb` and `postgres`. */
  readonly binaries: string
  /** Lines of `postgresql.conf` that go over those of every test cluster. `FOLDER` stands for the cluster's folder. */
  readonly settings?: Readonly<Record<string, string>>
  /** `pg_hba.conf`; without it, the socket asks for no password and TCP does, by SCRAM. */
  readonly access?: string
  /** Files for the cluster's folder, by name, readable only for the server. */
  readonly files?: Readonly<Record<string, string>>
}

export type ShutdownMode = keyof typeof shutdownSignals

const shutdownSignals = { fast: "SIGINT", immediate: "SIGQUIT" } as const

/** A PostgreSQL of one's own, with nothing in it. */
export interface Cluster extends AsyncDisposable {
  /** Of the superuser `postgres`, with the password, to the database `postgres`, by TCP. */
  readonly url: string
  readonly port: number
  readonly password: string
  /** The socket lies here. */
  readonly folder: string
  /**
   * Ends the server and starts it again at the same port, in a mode of `pg_ctl`: `fast` ends sessions with a word,
   * `immediate` as a crash would.
   */
  readonly restart: (mode?: ShutdownMode) => Promise<void>
  /** Ends the server and removes its folder. */
  readonly stop: () => Promise<void>
}

/** Nothing here outlives the tests, so nothing needs to reach the disk. */
const quickSettings: Readonly<Record<string, string>> = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  shared_buffers: "64MB",
  max_connections: "200",
  listen_addresses: "'127.0.0.1'",
  unix_socket_directories: "'FOLDER'",
  log_line_prefix: "'%m [%p] %q%a '",
}

/**
 * Makes a cluster in a temporary folder and starts it on a free port. It ends with `stop`, and also when this process
 * ends in whatever way.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const user = serverUser()
  const folder = await makeServerFolder("postgres", user)
  const guard = startGuard(folder)
  try {
    const password = randomBytes(12).toString("hex")
    const binaries = await usableBinaries(options.binaries, folder, user)
    await makeCluster({ ...options, binaries }, { folder, guard, password, user })
    const place = { binaries, folder, guard, user }
    let server = await startOnFreePort(place)
    const restart = async (mode?: ShutdownMode) => {
      await server.end(mode)
      server = await startOnPort(place, server.port)
    }
    const stop = async () => {
      await server.end()
      await guard.close()
    }
    const url = `postgres://postgres:${password}@127.0.0.1:${server.port}/postgres`
    return { url, port: server.port, password, folder, restart, stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await guard.close()
    throw error
  }
}

interface Place {
  readonly binaries: string
  readonly folder: string
  readonly guard: Guard
  readonly user: ServerUser
}

async function makeCluster(
  { access, binaries, files = {}, settings = {} }: ClusterOptions,
  { folder, guard, password, user }: Omit<Place, "binaries"> & { readonly password: string },
): Promise<void> {
  const passwordFile = await writeServerFile(folder, "password", password, user)
  for (const [name, text] of Object.entries(files)) await writeServerFile(folder, name, text, user)
  const child = Bun.spawn([
    ...user.prefix,
    join(binaries, "initdb"),
    `--pgdata=${join(folder, "data")}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth-local=trust",
    "--auth-host=scram-sha-256",
    "--encoding=UTF8",
    "--no-locale",
    "--no-sync",
  ], { cwd: folder, stdin: "ignore", stdout: "pipe", stderr: "pipe" })
  guard.watch(child.pid)
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  guard.forget(child.pid)
  if (code !== 0) throw new Error(`initdb exited with ${code}: ${stderr || stdout}`)
  const lines = Object.entries({ ...quickSettings, ...settings }).map(([name, value]) => `${name} = ${value}\n`).join(
    "",
  )
  await appendFile(join(folder, "data/postgresql.conf"), lines.replaceAll("FOLDER", folder))
  if (access !== undefined) await writeServerFile(folder, "data/pg_hba.conf", access, user)
}

interface RunningServer {
  readonly port: number
  readonly end: (mode?: ShutdownMode) => Promise<void>
}

async function startOnFreePort(place: Place): Promise<RunningServer> {
  for (let attempts = 1;; attempts++) {
    try {
      return await startOnPort(place, await freePort())
    } catch (error) {
      if (attempts === 5 || !(error instanceof Error) || !error.message.includes("Address already in use")) throw error
    }
  }
}

async function startOnPort({ binaries, folder, guard, user }: Place, port: number): Promise<RunningServer> {
  const data = join(folder, "data")
  const log = join(folder, `log-${port}`)
  const child = Bun.spawn(
    [...user.prefix, join(binaries, "postgres"), "-D", data, "-p", String(port)],
    { cwd: folder, stdin: "ignore", stdout: Bun.file(log), stderr: Bun.file(log) },
  )
  guard.watch(child.pid)
  while (!(await isReady(data, child.pid))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      guard.forget(child.pid)
      throw new Error(`postgres ended while it started: ${await readFile(log, "utf8")}`)
    }
    await Bun.sleep(10)
  }
  const end = async (mode: ShutdownMode = "immediate") => {
    child.kill(shutdownSignals[mode])
    await child.exited
    guard.forget(child.pid)
  }
  return { port, end }
}

/** The last line of `postmaster.pid` is the server's status (`LOCK_FILE_LINE_PM_STATUS` in PostgreSQL's source). */
async function isReady(data: string, pid: number): Promise<boolean> {
  const lines = (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n")
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready"
}

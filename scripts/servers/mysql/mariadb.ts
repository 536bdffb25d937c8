import { randomBytes } from "node:crypto"
import { readFile } from "node:fs/promises"
import { connect } from "node:net"
import { join } from "node:path"
import { freePort } from "../free-port.ts"
import { type Guard, startGuard } from "../guard.ts"
import { makeServerFolder, writeServerFile } from "../server-folder.ts"
import { type ServerUser, serverUser } from "../server-user.ts"
import { type MysqlBinaries, mysqlBinaries } from "./binaries.ts"

/** What a server is to be like. */
export interface MariadbOptions {
  /** Options of `mariadbd` without their dashes, over those of every test server. `FOLDER` stands for the server's folder. */
  readonly settings?: Readonly<Record<string, string>>
  /** Files for the server's folder, by name, readable only for the server. */
  readonly files?: Readonly<Record<string, string>>
}

/** A MariaDB of one's own, with nothing in it. */
export interface Mariadb extends AsyncDisposable {
  /** Of the user `root`, with the password, by TCP, without a database. */
  readonly url: string
  readonly port: number
  readonly password: string
  readonly socket: string
  /** Ends the server at once, as a crash of the machine would, and starts it again at the same port. */
  readonly restart: () => Promise<void>
  /** Ends the server and removes its folder. */
  readonly stop: () => Promise<void>
}

/** Nothing here outlives the tests, so nothing needs to reach the disk. */
const quickSettings: Readonly<Record<string, string>> = {
  "bind-address": "127.0.0.1",
  "innodb-flush-log-at-trx-commit": "0",
  "innodb-flush-method": "nosync",
  "innodb-doublewrite": "0",
  "innodb-buffer-pool-size": "64M",
  "innodb-log-file-size": "16M",
  "skip-log-bin": "",
  "skip-name-resolve": "",
  "max-connections": "200",
  "character-set-server": "utf8mb4",
}

interface Place {
  readonly binaries: MysqlBinaries
  readonly folder: string
  readonly guard: Guard
  readonly user: ServerUser
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Makes a server's files in a temporary folder and starts it on a free port. It ends with `stop`, and also when this
 * process ends in whatever way.
 */
export async function startMariadb({ files = {}, settings = {} }: MariadbOptions = {}): Promise<Mariadb> {
  const binaries = await mysqlBinaries()
  const user = serverUser()
  const folder = await makeServerFolder("mariadb", user)
  const guard = startGuard(folder)
  const place = { binaries, folder, guard, user, settings: { ...quickSettings, ...settings } }
  try {
    for (const [name, text] of Object.entries(files)) await writeServerFile(folder, name, text, user)
    await makeFiles(place)
    const password = randomBytes(12).toString("hex")
    await writeServerFile(
      folder,
      "init.sql",
      `ALTER USER 'root'@'localhost' IDENTIFIED BY '${password}';\n`
        + `CREATE OR REPLACE USER 'root'@'127.0.0.1' IDENTIFIED BY '${password}';\n`
        + "GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;\n",
      user,
    )
    let server = await startOnFreePort(place)
    const restart = async () => {
      await server.end()
      server = await startOnPort(place, server.port)
    }
    const stop = async () => {
      await server.end()
      await guard.close()
    }
    const url = `mysql://root:${password}@127.0.0.1:${server.port}`
    const socket = join(folder, "socket")
    return { url, port: server.port, password, socket, restart, stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await guard.close()
    throw error
  }
}

async function makeFiles({ binaries, folder, guard, user }: Place): Promise<void> {
  const child = Bun.spawn([
    ...user.prefix,
    binaries.install,
    "--no-defaults",
    `--datadir=${join(folder, "data")}`,
    // Servers that share one take each other's temporary tables for their own leftovers.
    `--tmpdir=${folder}`,
    "--auth-root-authentication-method=normal",
    "--skip-test-db",
    "--innodb-log-file-size=16M",
  ], { cwd: folder, stdin: "ignore", stdout: "pipe", stderr: "pipe" })
  guard.watch(child.pid)
  const [stdout, stderr, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  guard.forget(child.pid)
  if (code !== 0) throw new Error(`mariadb-install-db exited with ${code}: ${stderr || stdout}`)
}

interface RunningServer {
  readonly port: number
  readonly end: () => Promise<void>
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

async function startOnPort({ binaries, folder, guard, settings, user }: Place, port: number): Promise<RunningServer> {
  const log = join(folder, `log-${port}`)
  const options = Object.entries(settings).map(([name, value]) => `--${name}${value === "" ? "" : `=${value}`}`)
  const child = Bun.spawn(
    [
      ...user.prefix,
      binaries.server,
      "--no-defaults",
      `--datadir=${join(folder, "data")}`,
      `--tmpdir=${folder}`,
      `--port=${port}`,
      `--socket=${join(folder, "socket")}`,
      `--pid-file=${join(folder, "pid")}`,
      `--init-file=${join(folder, "init.sql")}`,
      ...options.map((option) => option.replaceAll("FOLDER", folder)),
    ],
    { cwd: folder, stdin: "ignore", stdout: Bun.file(log), stderr: Bun.file(log) },
  )
  guard.watch(child.pid)
  while (!(await greets(port))) {
    if (child.exitCode !== null || child.signalCode !== null) {
      guard.forget(child.pid)
      throw new Error(`mariadbd ended while it started: ${await readFile(log, "utf8")}`)
    }
    await Bun.sleep(10)
  }
  const end = async () => {
    child.kill("SIGKILL")
    await child.exited
    guard.forget(child.pid)
  }
  return { port, end }
}

/** The server speaks first, once its init file has run. */
function greets(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect(port, "127.0.0.1")
  socket.once("data", () => resolve(true))
  socket.once("error", () => resolve(false))
  socket.once("close", () => resolve(false))
  return promise.finally(() => socket.destroy())
}

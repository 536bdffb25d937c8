import { readFile } from "node:fs/promises"
import { connect } from "node:net"
import { join } from "node:path"
import { freePort } from "../free-port.ts"
import { startGuard } from "../guard.ts"
import { makeServerFolder, writeServerFile } from "../server-folder.ts"
import { serverUser } from "../server-user.ts"

/** What a pooler is to be like. */
export interface PgbouncerOptions {
  /** The path of `pgbouncer`. */
  readonly binary: string
  /** Of the server behind it, with user and password. */
  readonly url: string
  readonly settings: {
    readonly pool_mode: "transaction" | "session"
    readonly default_pool_size: number
  }
}

/** A PgBouncer of one's own. */
export interface Pgbouncer extends AsyncDisposable {
  /** The URL of a database of the server, by way of the pooler. */
  readonly urlOf: (database: string) => string
  readonly stop: () => Promise<void>
}

/** Starts a pooler on a free port. It ends with `stop`, and also when this process ends in whatever way. */
export async function startPgbouncer({ binary, settings, url }: PgbouncerOptions): Promise<Pgbouncer> {
  const user = serverUser()
  const server = new URL(url)
  const folder = await makeServerFolder("pgbouncer", user)
  const guard = startGuard(folder)
  try {
    const port = await freePort()
    const users = await writeServerFile(folder, "users", `"${server.username}" "${server.password}"\n`, user)
    const lines = {
      listen_addr: "127.0.0.1",
      listen_port: port,
      unix_socket_dir: "",
      auth_type: "scram-sha-256",
      auth_file: users,
      ...settings,
    }
    const text = `[databases]\n* = host=${server.hostname} port=${server.port || "5432"}\n[pgbouncer]\n`
      + Object.entries(lines).map(([name, value]) => `${name} = ${value}\n`).join("")
    const log = join(folder, "log")
    const child = Bun.spawn([...user.prefix, binary, await writeServerFile(folder, "pgbouncer.ini", text, user)], {
      cwd: folder,
      stdin: "ignore",
      stdout: Bun.file(log),
      stderr: Bun.file(log),
    })
    guard.watch(child.pid)
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`pgbouncer ended while it started: ${await readFile(log, "utf8")}`)
      await Bun.sleep(10)
    }
    const stop = async () => {
      child.kill("SIGKILL")
      await child.exited
      guard.forget(child.pid)
      await guard.close()
    }
    const urlOf = (database: string) => {
      const pooled = new URL(url)
      pooled.host = `127.0.0.1:${port}`
      pooled.pathname = database
      return pooled.href
    }
    return { urlOf, stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await guard.close()
    throw error
  }
}

/** Whether somebody listens on a port of this machine. */
function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host: "127.0.0.1", port })
  socket.once("connect", () => resolve(true))
  socket.once("error", () => resolve(false))
  return promise.finally(() => socket.destroy())
}

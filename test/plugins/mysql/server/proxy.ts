import { connect, createServer, type Socket } from "node:net"
import { close, listen } from "../../listening.ts"

/** Stands between a client and a server, and counts. */
export interface Proxy extends AsyncDisposable {
  /** The URL of a server, by way of the proxy. */
  readonly url: string
  /** For each connection so far: how many commands the client sent once it had been let in, each a round trip. */
  readonly roundTrips: () => ReadonlyArray<number>
  /** Ends all connections, as a network does that is cut: without a word. */
  readonly cut: () => void
}

/** Starts a proxy before the server that a URL names. */
export async function startProxy(url: string): Promise<Proxy> {
  const upstream = new URL(url)
  const counters: Array<Counter> = []
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const counter = new Counter()
    counters.push(counter)
    const backend = connect({ host: upstream.hostname, port: Number(upstream.port || 3306) })
    client.on("data", (bytes: Buffer) => {
      counter.read(bytes)
      backend.write(bytes)
    })
    backend.on("data", (bytes: Buffer) => client.write(bytes))
    for (const [from, to] of [[client, backend], [backend, client]] as const) {
      sockets.add(from)
      from.on("error", () => to.destroy())
      from.on("close", () => to.destroy())
    }
  })
  const port = await listen(server)
  const proxied = new URL(url)
  proxied.hostname = "127.0.0.1"
  proxied.port = String(port)
  // Whoever counts has to understand what is said.
  proxied.searchParams.set("ssl-mode", "DISABLED")
  return {
    url: proxied.href,
    roundTrips: () => counters.map(({ commands }) => commands),
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    [Symbol.asyncDispose]: () => close(server, sockets),
  }
}

/** COM_QUIT and COM_STMT_CLOSE have no answer. */
const unanswered: ReadonlySet<number> = new Set([0x01, 0x19])

/** A command begins with the number 0: the packets of a greeting go on with the server's numbers. */
class Counter {
  commands = 0
  #bytes = Buffer.alloc(0)

  read(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes])
    for (;;) {
      const length = this.#bytes.length < 5 ? Infinity : this.#bytes.readUIntLE(0, 3)
      if (this.#bytes.length < 4 + length) return
      if (this.#bytes[3] === 0 && !unanswered.has(this.#bytes[4] ?? 0)) this.commands += 1
      this.#bytes = this.#bytes.subarray(4 + length)
    }
  }
}

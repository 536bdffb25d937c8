import { connect, createServer, type Socket } from "node:net"
import { close, listen } from "../../listening.ts"

/** Stands between a client and a server, and counts. */
export interface Proxy extends AsyncDisposable {
  /** The URL of a server, by way of the proxy. */
  readonly url: string
  /** For each connection so far: how often the client waited for an answer once it had been let in. */
  readonly roundTrips: () => ReadonlyArray<number>
  /** Ends all connections, as a network does that is cut: without a word. */
  readonly cut: () => void
  /** Takes no further connections. */
  readonly shut: () => void
  /** Ends all connections on the client's side with a reset. */
  readonly reset: () => void
  /** Passes nothing on any more in either direction, and ends no connection: nobody hears of it. */
  readonly freeze: () => void
}

/** Starts a proxy before the server that a URL names, on a port of its own unless one is given. */
export async function startProxy(url: string, ownPort = 0): Promise<Proxy> {
  const upstream = new URL(url)
  const counters: Array<Counter> = []
  const sockets = new Set<Socket>()
  const clients = new Set<Socket>()
  let frozen = false
  const server = createServer((client) => {
    clients.add(client)
    if (frozen) return
    const counter = new Counter()
    counters.push(counter)
    const backend = connect({ host: upstream.hostname, port: Number(upstream.port || 5432) })
    for (
      const [from, to, count] of [
        [client, backend, counter.fromClient] as const,
        [backend, client, counter.fromServer] as const,
      ]
    ) {
      sockets.add(from)
      from.on("data", (bytes: Buffer) => {
        if (frozen) return
        count(bytes)
        to.write(bytes)
      })
      from.on("error", () => frozen || to.destroy())
      from.on("close", () => frozen || to.destroy())
    }
  })
  const port = await listen(server, ownPort)
  const proxied = new URL(url)
  proxied.hostname = "127.0.0.1"
  proxied.port = String(port)
  // Whoever counts has to understand what is said.
  proxied.searchParams.set("sslmode", "disable")
  return {
    url: proxied.href,
    roundTrips: () => counters.filter(({ letIn }) => letIn).map(({ roundTrips }) => roundTrips),
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    shut: () => void server.close(),
    reset: () => {
      for (const client of clients) client.resetAndDestroy()
    },
    freeze: () => {
      frozen = true
    },
    [Symbol.asyncDispose]: () => close(server, [...sockets, ...clients]),
  }
}

const readyForQuery = Buffer.from([0x5A, 0, 0, 0, 5])

/** A round trip: the client sends, for the first time or after it has heard an answer. */
class Counter {
  letIn = false
  roundTrips = 0
  #waits = false

  readonly fromClient = (bytes: Buffer): void => {
    // The letter X ends the session, and has no answer.
    if (!this.letIn || this.#waits || bytes[0] === 0x58) return
    this.#waits = true
    this.roundTrips += 1
  }

  readonly fromServer = (bytes: Buffer): void => {
    this.letIn ||= bytes.subarray(-6, -1).equals(readyForQuery)
    this.#waits = false
  }
}

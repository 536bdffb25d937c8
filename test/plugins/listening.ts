import { createServer, type Server, type Socket } from "node:net"

/** Lets a server listen on this machine, on a port of its own unless one is given, and answers with the port. */
export async function listen(server: Server, port = 0): Promise<number> {
  const listening = Promise.withResolvers<void>()
  server.listen(port, "127.0.0.1", () => listening.resolve())
  await listening.promise
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The server has no port.")
  return address.port
}

/** Ends connections and the server that they are of. */
export async function close(server: Server, sockets: Iterable<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  const closed = Promise.withResolvers<void>()
  server.close(() => closed.resolve())
  await closed.promise
}

/** A server that listens until the end of a test. */
export interface Listening extends AsyncDisposable {
  readonly port: number
}

/** Starts a server. */
export async function serve(accept: (socket: Socket) => void): Promise<Listening> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on("error", () => {})
    accept(socket)
  })
  return { port: await listen(server), [Symbol.asyncDispose]: () => close(server, sockets) }
}

/** Starts a server that does not heed what it is told. */
export const serveDeaf = (accept: (socket: Socket) => void): Promise<Listening> =>
  serve((socket) => {
    // What nobody reads keeps the end from being seen.
    socket.resume()
    accept(socket)
  })

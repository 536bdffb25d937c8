import { createServer } from "node:net"

/** A TCP port of 127.0.0.1 that nobody listens on just now. Somebody else may take it before its use: then ask again. */
export function freePort(): Promise<number> {
  const { promise, reject, resolve } = Promise.withResolvers<number>()
  const server = createServer()
  server.once("error", reject)
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    server.close(() => {
      if (address !== null && typeof address === "object") resolve(address.port)
      else reject(new Error("The operating system gave no port."))
    })
  })
  return promise
}

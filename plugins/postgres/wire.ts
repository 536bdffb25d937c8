import { Duplex } from "node:stream"
import { type ServerMessage, ServerMessages } from "./server-messages.ts"

/**
 * What the driver takes for its socket. All that is written within a turn of the event loop leaves in one piece, so that
 * statements which are sent together are one round trip; and what the server sends is read along.
 */
export class Wire extends Duplex {
  readonly #socket: Duplex
  readonly #messages = new ServerMessages()
  #gathered: Array<Buffer> = []

  constructor(socket: Duplex, heard: (message: ServerMessage) => void) {
    // The driver holds statements back when a write says that enough is on its way.
    super({ writableHighWaterMark: Number.MAX_SAFE_INTEGER })
    this.#socket = socket
    socket.on("data", (bytes: Buffer) => {
      for (const message of this.#messages.read(bytes)) heard(message)
      this.push(bytes)
    })
    socket.on("error", (error) => this.destroy(error))
    socket.on("close", () => this.destroy())
  }

  /** As the driver asks a socket for it. */
  get readyState(): "open" | "closed" {
    return this.destroyed ? "closed" : "open"
  }

  override _read(): void {
    // What comes is pushed.
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, written: (error?: Error) => void): void {
    // The driver writes what it has gathered itself in a later turn: after the second one, all of it is here.
    if (this.#gathered.length === 0) setImmediate(() => setImmediate(() => this.#send()))
    this.#gathered.push(bytes)
    written()
  }

  override _final(done: (error?: Error) => void): void {
    this.#send()
    this.#socket.end()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy()
    // The driver writes in a later turn, and not to a wire that has said that it is closed.
    setImmediate(() => done(error))
  }

  #send(): void {
    const bytes = Buffer.concat(this.#gathered)
    this.#gathered = []
    if (bytes.length > 0 && !this.destroyed) this.#socket.write(bytes)
  }
}

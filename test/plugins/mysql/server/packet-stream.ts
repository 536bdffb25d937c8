import type { Socket } from "node:net"

/** The packets of MySQL's protocol on a socket: three bytes of length, one that counts, the payload. */
export class PacketStream {
  /** The number of the next packet. */
  sequence: number
  readonly #socket: Socket
  #bytes = Buffer.alloc(0)
  #hasEnded = false
  #arrived = Promise.withResolvers<void>()

  constructor(socket: Socket, sequence = 0) {
    this.#socket = socket
    this.sequence = sequence
    socket.on("data", this.#take)
    socket.once("close", () => {
      this.#hasEnded = true
      this.#arrived.resolve()
    })
  }

  async read(): Promise<Buffer> {
    for (;;) {
      const length = this.#bytes.length < 4 ? Infinity : this.#bytes.readUIntLE(0, 3)
      if (this.#bytes.length >= 4 + length) {
        const payload = this.#bytes.subarray(4, 4 + length)
        this.sequence = this.#bytes.readUInt8(3) + 1
        this.#bytes = this.#bytes.subarray(4 + length)
        return payload
      }
      if (this.#hasEnded) throw new Error("The client has gone.")
      await this.#arrived.promise
      this.#arrived = Promise.withResolvers()
    }
  }

  write(payload: Buffer): void {
    const header = Buffer.alloc(4)
    header.writeUIntLE(payload.length, 0, 3)
    header.writeUInt8(this.sequence++ % 256, 3)
    this.#socket.write(Buffer.concat([header, payload]))
  }

  end(): void {
    this.#socket.end()
  }

  /** Leaves the rest of the bytes, both ways, to another socket. */
  pipe(other: Socket): void {
    this.#socket.off("data", this.#take)
    other.write(this.#bytes)
    this.#socket.on("data", (bytes: Buffer) => other.write(bytes))
    other.on("data", (bytes: Buffer) => this.#socket.write(bytes))
    this.#socket.once("close", () => other.end())
    other.once("close", () => this.#socket.end())
  }

  readonly #take = (bytes: Buffer): void => {
    this.#bytes = Buffer.concat([this.#bytes, bytes])
    this.#arrived.resolve()
  }
}

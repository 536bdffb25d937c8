/** The messages of a server that tell how the session stands (manual, 55.7 "Message Formats"). */
export type ServerMessage =
  /** The server waits for the next statement: outside a transaction, in one, or in one that has failed. */
  | { readonly _tag: "Ready"; readonly transaction: "none" | "open" | "failed" }
  /** What a cancel request names. Behind a pooler it is the pooler's, not the backend's. */
  | { readonly _tag: "BackendKey"; readonly pid: number; readonly secret: number }
  | { readonly _tag: "Parameter"; readonly name: string; readonly value: string }
  | { readonly _tag: "Error"; readonly severity: string; readonly code: string; readonly message: string }

const headerBytes = 5
const noBody = Buffer.alloc(0)

/**
 * Reads along what a server sends. The driver says nothing of the end of the greeting, of the state of the transaction,
 * and of why the server ended a session.
 */
export class ServerMessages {
  readonly #header = Buffer.alloc(headerBytes)
  #headerLength = 0
  #bodyLeft = 0
  #body: Buffer | undefined

  /** What has come with these bytes: they may begin and end in the middle of a message. */
  read(bytes: Buffer): ReadonlyArray<ServerMessage> {
    const messages: Array<ServerMessage> = []
    let at = 0
    while (at < bytes.length) {
      if (this.#headerLength < headerBytes) {
        const taken = bytes.copy(this.#header, this.#headerLength, at, at + headerBytes - this.#headerLength)
        this.#headerLength += taken
        at += taken
        if (this.#headerLength < headerBytes) break
        // The length counts itself.
        this.#bodyLeft = this.#header.readInt32BE(1) - 4
        this.#body = isTold(this.#header[0]) ? noBody : undefined
      }
      const part = bytes.subarray(at, at + this.#bodyLeft)
      at += part.length
      this.#bodyLeft -= part.length
      if (this.#body !== undefined) this.#body = Buffer.concat([this.#body, part])
      if (this.#bodyLeft > 0) break
      this.#headerLength = 0
      if (this.#body !== undefined) messages.push(messageOf(this.#header[0], this.#body))
    }
    return messages
  }
}

const ready = 0x5A
const backendKey = 0x4B
const parameter = 0x53
const error = 0x45

const isTold = (type: number | undefined): boolean =>
  type === ready || type === backendKey || type === parameter || type === error

const messageOf = (type: number | undefined, body: Buffer): ServerMessage => {
  switch (type) {
    case ready:
      return { _tag: "Ready", transaction: transactionOf(body.toString("latin1", 0, 1)) }
    case backendKey:
      return { _tag: "BackendKey", pid: body.readInt32BE(0), secret: body.readInt32BE(4) }
    case parameter: {
      const [name = "", value = ""] = body.toString().split("\0")
      return { _tag: "Parameter", name, value }
    }
    default:
      return errorOf(body)
  }
}

const transactionOf = (status: string): "none" | "open" | "failed" =>
  status === "I" ? "none" : status === "T" ? "open" : "failed"

/** Fields, each with a letter before it and a zero byte behind it (manual, 55.8). */
const errorOf = (body: Buffer): ServerMessage => {
  const fields = new Map(body.toString().split("\0").map((field) => [field.slice(0, 1), field.slice(1)]))
  return {
    _tag: "Error",
    severity: fields.get("V") ?? fields.get("S") ?? "",
    code: fields.get("C") ?? "",
    message: fields.get("M") ?? "",
  }
}

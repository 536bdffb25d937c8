import { constants, createHash, generateKeyPairSync, privateDecrypt, randomBytes } from "node:crypto"
import { connect, type Socket } from "node:net"
import { createServer as createTlsServer } from "node:tls"
import { listen, type Listening, serve } from "../../listening.ts"
import { PacketStream } from "./packet-stream.ts"

type Plugin = "caching_sha2_password" | "mysql_native_password" | "sha256_password" | "mysql_clear_password"

export interface Sha2ServerOptions {
  /** How the account authenticates. */
  readonly plugin?: Plugin
  /** What the greeting names, and the first answer is by. */
  readonly announced?: Plugin
  readonly password: string
  /** Whether the server remembers an earlier login of the account, so that the scramble is enough. */
  readonly remembers?: boolean
  /** PEM. Without it, the server offers no TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string }
  /** What it sends as its RSA key; `null`: it has none. */
  readonly publicKey?: string | null
}

/** A MySQL 8 as far as its door: it lets in who knows the password, and refuses every statement but SET. */
export interface Sha2Server extends Listening {
  /** What came to pass, in order. */
  readonly seen: ReadonlyArray<string>
}

const { privateKey, publicKey: ownPublicKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
})

/** The key that such a server sends. */
export { ownPublicKey as publicKey }

/** Starts a server that speaks MySQL's protocol by its manual, "Protocol::HandshakeV10" and "caching_sha2_password". */
export async function startSha2Server(options: Sha2ServerOptions): Promise<Sha2Server> {
  const seen: Array<string> = []
  const server = await serve((socket) => {
    new Visit(options, seen, socket).run().catch(() => socket.destroy())
  })
  return { ...server, seen }
}

const flags = { connectWithDatabase: 0x8, tls: 0x800 }
/** LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION, PLUGIN_AUTH. */
const capabilities = 0x8_a209

class Visit {
  readonly options: Sha2ServerOptions
  readonly seen: Array<string>
  readonly socket: Socket
  #packets: PacketStream
  #isEncrypted = false

  constructor(options: Sha2ServerOptions, seen: Array<string>, socket: Socket) {
    this.options = options
    this.seen = seen
    this.socket = socket
    this.#packets = new PacketStream(socket)
  }

  async run(): Promise<void> {
    const { announced = "caching_sha2_password", tls } = this.options
    const nonce = newNonce()
    this.#greet(announced, nonce)
    let answer = await this.#packets.read()
    if (tls !== undefined && (answer.readUInt32LE(0) & flags.tls) !== 0) {
      await this.#encrypt(tls)
      answer = await this.#packets.read()
    }
    const { collation, plugin, token } = handshakeResponse(answer)
    this.seen.push(`collation ${collation}`, plugin)
    let isIn = await this.#letIn(plugin, nonce, token)
    while (isIn) {
      const command = await this.#packets.read()
      if (command[0] === 0x01) return this.#packets.end()
      if (command[0] === 0x11) isIn = await this.#letIn(undefined, nonce, Buffer.alloc(0))
      else if (command.toString("utf8", 1, 4) === "SET") {
        this.seen.push(command.toString("utf8", 1))
        this.#accept()
      } else this.#refuse(1105, "HY000", "Nothing is served here")
    }
    this.#packets.end()
  }

  #greet(plugin: Plugin, nonce: Buffer): void {
    const offered = capabilities | (this.options.tls === undefined ? 0 : flags.tls)
    const head = Buffer.from([0x0a, ...Buffer.from("8.4.0\0"), 7, 0, 0, 0])
    const middle = Buffer.alloc(19)
    middle.writeUInt16LE(offered & 0xffff, 1)
    middle.writeUInt8(255, 3) // utf8mb4_0900_ai_ci
    middle.writeUInt16LE(2, 4) // SERVER_STATUS_AUTOCOMMIT
    middle.writeUInt16LE(offered >>> 16, 6)
    middle.writeUInt8(21, 8)
    const tail = [nonce.subarray(8), Buffer.from(`\0${plugin}\0`)]
    this.#packets.write(Buffer.concat([head, nonce.subarray(0, 8), middle, ...tail]))
  }

  /** Lets the rest of the connection run through a TLS server of its own. */
  async #encrypt({ certificate, key }: NonNullable<Sha2ServerOptions["tls"]>): Promise<void> {
    const inside = Promise.withResolvers<Socket>()
    const server = createTlsServer({ cert: certificate, key }, (socket) => inside.resolve(socket))
    const outside = connect(await listen(server), "127.0.0.1")
    outside.on("error", () => this.socket.destroy())
    this.#packets.pipe(outside)
    const socket = await inside.promise
    server.close()
    socket.on("error", () => {})
    this.#packets = new PacketStream(socket, this.#packets.sequence)
    this.#isEncrypted = true
    this.seen.push("TLS")
  }

  /** Authenticates, after a switch where the answer is by another plugin than the account's. */
  async #letIn(by: string | undefined, nonce: Buffer, token: Buffer): Promise<boolean> {
    const { plugin = "caching_sha2_password" } = this.options
    if (by === plugin) return this.#answer(await this.#knows(plugin, nonce, token))
    const fresh = newNonce()
    this.seen.push(`switch to ${plugin}`)
    this.#packets.write(Buffer.concat([Buffer.from(`\xfe${plugin}\0`, "latin1"), fresh, Buffer.of(0)]))
    return this.#answer(await this.#knows(plugin, fresh, await this.#packets.read()))
  }

  #answer(knows: boolean): boolean {
    if (knows) this.#accept()
    else this.#refuse(1045, "28000", "Access denied for user 'me'@'localhost' (using password: YES)")
    return knows
  }

  #accept(): void {
    this.#packets.write(Buffer.of(0, 0, 0, 2, 0, 0, 0))
  }

  #refuse(code: number, state: string, message: string): void {
    this.#packets.write(Buffer.concat([Buffer.of(0xff, code & 0xff, code >>> 8), Buffer.from(`#${state}${message}`)]))
  }

  async #knows(plugin: Plugin, nonce: Buffer, token: Buffer): Promise<boolean> {
    const { password, remembers = false } = this.options
    if (plugin === "mysql_native_password") return isScrambled("sha1", password, token, (stored) => [nonce, stored])
    if (plugin !== "caching_sha2_password") return this.#isWhole(nonce, token, 1)
    if (token.length === 0) return password === ""
    if (remembers && isScrambled("sha256", password, token, (stored) => [stored, nonce])) {
      this.seen.push("fast")
      this.#packets.write(Buffer.of(1, 3))
      return true
    }
    this.#packets.write(Buffer.of(1, 4))
    return this.#isWhole(nonce, await this.#packets.read(), 2)
  }

  /** Whether the whole password came: in clear inside TLS, else by the RSA key, which a byte asks for. */
  async #isWhole(nonce: Buffer, answer: Buffer, keyRequest: number): Promise<boolean> {
    const { password, publicKey = ownPublicKey } = this.options
    const wanted = Buffer.from(`${password}\0`)
    if (this.#isEncrypted) {
      this.seen.push("clear")
      return answer.equals(wanted)
    }
    let block = answer
    if (answer.equals(Buffer.of(keyRequest))) {
      this.seen.push("key")
      if (publicKey === null) return false
      this.#packets.write(Buffer.from(`\x01${publicKey}`))
      block = await this.#packets.read()
    }
    this.seen.push("RSA")
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    return xor(privateDecrypt({ key: privateKey, padding, oaepHash: "sha1" }, block), nonce).equals(wanted)
  }
}

/** Twenty bytes, none of them zero. */
const newNonce = (): Buffer => Buffer.from(randomBytes(20).map((byte) => (byte % 127) + 1))

const xor = (bytes: Buffer, over: Buffer): Buffer =>
  Buffer.from(bytes.map((byte, at) => byte ^ (over[at % over.length] ?? 0)))

/** Whether a token is HASH(password) XOR HASH(of the nonce and HASH(HASH(password))). The server knows the latter alone. */
const isScrambled = (
  algorithm: "sha1" | "sha256",
  password: string,
  token: Buffer,
  salted: (stored: Buffer) => ReadonlyArray<Buffer>,
): boolean => {
  if (token.length === 0 || password === "") return token.length === 0 && password === ""
  const hash = (...parts: ReadonlyArray<Buffer>) => createHash(algorithm).update(Buffer.concat(parts)).digest()
  const stored = hash(hash(Buffer.from(password)))
  return hash(xor(token, hash(...salted(stored)))).equals(stored)
}

const handshakeResponse = (bytes: Buffer) => {
  const userEnd = bytes.indexOf(0, 32)
  const tokenEnd = userEnd + 2 + bytes.readUInt8(userEnd + 1)
  const hasDatabase = (bytes.readUInt32LE(0) & flags.connectWithDatabase) !== 0
  const pluginStart = hasDatabase ? bytes.indexOf(0, tokenEnd) + 1 : tokenEnd
  return {
    collation: bytes.readUInt8(8),
    token: bytes.subarray(userEnd + 2, tokenEnd),
    plugin: bytes.toString("utf8", pluginStart, bytes.indexOf(0, pluginStart)),
  }
}

import { expect, test } from "bun:test"
import { type ServerMessage, ServerMessages } from "../../../plugins/postgres/server-messages.ts"

/** A message as a server sends it. */
const message = (type: string, body: string | ReadonlyArray<number> | Buffer): Buffer => {
  const bytes = typeof body === "string" ? Buffer.from(body) : Buffer.from(body)
  const header = Buffer.alloc(5, type)
  header.writeInt32BE(bytes.length + 4, 1)
  return Buffer.concat([header, bytes])
}

const greeting = Buffer.concat([
  message("R", [0, 0, 0, 0]),
  message("S", "server_version\x0015.8\0"),
  message("K", [0, 0, 0x12, 0x67, 0, 0, 0, 7]),
  message("Z", "I"),
])

const read: ReadonlyArray<ServerMessage> = [
  { _tag: "Parameter", name: "server_version", value: "15.8" },
  { _tag: "BackendKey", pid: 4711, secret: 7 },
  { _tag: "Ready", transaction: "none" },
]

test("of a greeting, what tells how the session stands", () => {
  expect(new ServerMessages().read(greeting)).toEqual(read)
})

test("wherever the bytes are cut", () => {
  for (let cut = 1; cut < greeting.length; cut++) {
    const messages = new ServerMessages()
    expect([...messages.read(greeting.subarray(0, cut)), ...messages.read(greeting.subarray(cut))]).toEqual([...read])
  }
  const messages = new ServerMessages()
  expect(Array.from(greeting).flatMap((byte) => messages.read(Buffer.from([byte])))).toEqual([...read])
})

test.each([["I", "none"], ["T", "open"], ["E", "failed"]] as const)(
  "the state of a transaction: %s",
  (letter, transaction) => {
    expect(new ServerMessages().read(message("Z", letter))).toEqual([{ _tag: "Ready", transaction }])
  },
)

test("an error by its fields; rows and what looks like a message in them are passed over", () => {
  const row = message("D", Buffer.concat([Buffer.from([0, 1]), message("Z", "E")]))
  const error = message("E", "SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0")
  expect(new ServerMessages().read(Buffer.concat([row, error, message("C", "SELECT 1\0")]))).toEqual([
    { _tag: "Error", severity: "FATAL", code: "57P01", message: "terminating connection" },
  ])
})

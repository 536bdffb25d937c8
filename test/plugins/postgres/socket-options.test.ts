import { dlopen } from "bun:ffi"
import { expect, test } from "bun:test"
import { connect, createServer } from "node:net"
import { setSocketOptions } from "../../../plugins/postgres/socket-options.ts"
import { listen } from "../listening.ts"

const linux = process.platform === "linux"
const levels = { socket: 1, tcp: 6 }
/** Linux's numbers (`asm-generic/socket.h`, `netinet/tcp.h`). */
const options = {
  keepAlive: [levels.socket, 9],
  idle: [levels.tcp, 4],
  interval: [levels.tcp, 5],
  count: [levels.tcp, 6],
  userTimeout: [levels.tcp, 18],
} as const

/** What the system says of a connection, once its options are set. */
async function optionsAfter(settings: Parameters<typeof setSocketOptions>[1]): Promise<object> {
  const server = createServer()
  const socket = connect({ host: "127.0.0.1", port: await listen(server) })
  const connected = Promise.withResolvers<void>()
  socket.once("connect", () => connected.resolve())
  await connected.promise
  setSocketOptions(socket, settings)
  const descriptor: unknown = Reflect.get(Reflect.get(socket, "_handle") ?? {}, "fd")
  const { symbols } = dlopen("libc.so.6", {
    getsockopt: { args: ["i32", "i32", "i32", "ptr", "ptr"], returns: "i32" },
  })
  const said = Object.entries(options).map(([name, [level, option]]) => {
    const value = new Int32Array([-1])
    symbols.getsockopt(Number(descriptor), level, option, value, new Uint32Array([4]))
    return [name, value[0]]
  })
  socket.destroy()
  server.close()
  return Object.fromEntries(said)
}

test.if(linux)("the other end is asked as the settings say, and what is unconfirmed has its time", async () => {
  expect(await optionsAfter({ keepAlive: { idle: 31, interval: 7, count: 4 }, userTimeoutMs: 12_000 })).toEqual({
    keepAlive: 1,
    idle: 31,
    interval: 7,
    count: 4,
    userTimeout: 12_000,
  })
})

test.if(linux)("without settings all is as the system has it", async () => {
  expect(await optionsAfter({ userTimeoutMs: 0 })).toMatchObject({ keepAlive: 0, userTimeout: 0 })
})

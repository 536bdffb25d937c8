import { expect, test } from "bun:test"
import { fileURLToPath } from "node:url"
import { Running } from "../executable/running.ts"

const script = fileURLToPath(new URL("./waiting.ts", import.meta.url))

/** Starts the script on a URL, and answers when it waits. */
async function waiting(url: string): Promise<Running> {
  const { HOME = "", PATH = "" } = process.env
  const command = [process.execPath, script, "status", "--url", url]
  const running = new Running(command, { cwd: import.meta.dirname, env: { HOME, PATH } })
  await running.says("waiting")
  return running
}

test.each([["SIGHUP", 129], ["SIGINT", 130], ["SIGTERM", 143]] as const)(
  "%s interrupts the work, which cleans up, and exits %d",
  async (signal, code) => {
    const running = await waiting("wait:leave")
    running.signal(signal)
    const ended = await running.ended()
    expect(ended.code).toBe(code)
    expect(ended.stderr).toContain(`cleaned up in process ${running.pid}`)
    expect(ended.stdout).toBe("")
  },
)

test("what could not be stopped dies with the process, and is recovered by the one that takes its place", async () => {
  const running = await waiting("wait:abandon")
  running.signal("SIGTERM")
  const { code, stderr } = await running.ended()
  expect(code).toBe(143)
  expect(stderr).toContain(`abandoned in process ${running.pid}\nrecovered wait:abandon in process ${running.pid}\n`)
})

test("a second signal ends the process at once", async () => {
  const running = await waiting("wait:hang")
  running.signal("SIGINT")
  await running.says("hanging")
  running.signal("SIGTERM")
  expect((await running.ended()).code).toBe(130)
})

test("what is thrown where nobody can catch it ends the work", async () => {
  const { code, stderr } = await (await waiting("wait:throw")).ended()
  expect(code).toBe(1)
  expect(stderr).toContain("error: Something was thrown that nobody waited for: out of postgres://ada:***@host\n")
  expect(stderr).toContain("cleaned up")
})

test("so does a promise that fails unseen", async () => {
  const running = await waiting("wait:reject")
  const { code, stderr } = await running.ended()
  expect(code).toBe(1)
  expect(stderr).toContain("error: A promise failed that nobody waited for: out of postgres://ada:***@host\n")
  expect(stderr).toContain("cleaned up")
})

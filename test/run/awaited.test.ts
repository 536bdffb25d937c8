import { expect, test } from "bun:test"
import { Awaited } from "../../src/run/awaited.ts"

test.each([
  ["await", async (promise: Promise<number>) => 0 + (await promise)],
  ["then", (promise: Promise<number>) => promise.then((value) => value)],
  ["catch", (promise: Promise<number>) => promise.catch(() => 0)],
  ["finally", (promise: Promise<number>) => promise.finally(() => undefined)],
  ["Promise.all", async (promise: Promise<number>) => (await Promise.all([promise, 8]))[0]],
  ["the return of an async function", (promise: Promise<number>) => (async () => promise)()],
])("%s is to wait for it", async (_, wait) => {
  const promise = new Awaited(Promise.resolve(7))
  expect(promise.awaited).toBe(false)
  expect(await wait(promise)).toBe(7)
  expect(promise.awaited).toBe(true)
})

test("what fails unattended is not told to the process, and is told to who asks later", async () => {
  const promise = new Awaited(Promise.reject(new Error("no")))
  await Promise.resolve()
  expect(promise.awaited).toBe(false)
  expect(await promise.catch((cause: unknown) => String(cause))).toBe("Error: no")
})

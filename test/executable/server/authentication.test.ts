import { expect, test } from "bun:test"
import { startSha2Server } from "../../plugins/mysql/server/sha2-server.ts"
import { tables } from "../history.ts"
import { Project } from "../project.ts"

const password = "gehéim"

test.each<[what: string, given: string, parameters: string, answer: RegExp, code: number]>([
  [
    "the right one, by the key that is sent",
    password,
    "get-server-public-key=true",
    /Nothing is served here \(1105\)/,
    1,
  ],
  [
    "the right one, without leave to ask for a key",
    password,
    "",
    /is not encrypted, and the server wants the password/,
    4,
  ],
  ["a wrong one", "gehéim2", "get-server-public-key=true", /does not take the password of the user me \(1045\)/, 4],
])("a password by caching_sha2_password: %s", async (_, given, parameters, answer, expected) => {
  await using server = await startSha2Server({ password })
  using project = new Project(tables(10))
  const url = `mysql://me:${encodeURIComponent(given)}@127.0.0.1:${server.port}/blog?${parameters}`
  const { code, stderr, stdout } = await project.start(["status"], { env: { DATABASE_URL: url } }).ended()
  expect(stderr).toMatch(answer)
  expect(code).toBe(expected)
  expect(`${stdout}${stderr}`).not.toMatch(/geh|%C3/)
  expect(server.seen.includes("RSA")).toBe(parameters !== "")
})

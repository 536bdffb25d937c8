import { expect, test } from "bun:test"
import * as Result from "effect/Result"
import { serviceOf } from "../../../../plugins/postgres/target/service-file.ts"
import { failureOf } from "./failure.ts"

const file = `# services
[main]
host=db.example
  port=6432
user = ada
host=second

[other]
dbname=other
[main]
dbname=late
`
const where = { file: "/etc/pg_service.conf", service: "main" }

test("the first section of the name counts, and in it the first line of a parameter", () => {
  const source = "the service main in /etc/pg_service.conf"
  expect(serviceOf(file.replace("user = ada\n", ""), where)).toEqual(
    Result.succeed({ host: { value: "db.example", source }, port: { value: "6432", source } }),
  )
})

test("a service that is not there", () => {
  expect(serviceOf(file, { ...where, service: "missing" })).toEqual(Result.succeed(undefined))
})

test.each([
  ["[main]\nhost", "neither parameter=value nor a section"],
  ["[main]\nservice=other", "which may not name another"],
  ["[main]\nprot=6432", "no connection parameter prot, which is set by the service main in /etc/pg_service.conf"],
])("%j is refused", (text, problem) => {
  const error = failureOf(serviceOf(text, where))
  expect(error.problem).toContain(problem)
})

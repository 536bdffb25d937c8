import { expect, test } from "bun:test"
import { Collector } from "./collector.ts"
import { single, sqlFile, tables } from "./history.ts"
import { Project } from "./project.ts"

const database = { DATABASE_URL: "sqlite:blog.db" }

test("a run is a trace: the run, its migrations, their commands and statements", async () => {
  using collector = new Collector()
  using project = new Project(tables(10, 20))
  const env = {
    ...database,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=blog,authorization=Bearer%20hush",
    OTEL_SERVICE_NAME: "blog-release",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment=test",
    TRACEPARENT: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  }
  const { code, stderr } = await project.sterna(["migrate", "--quiet"], { env })
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
  expect(collector.paths).toEqual(["/v1/traces"])
  expect(collector.headers[0]?.get("x-team")).toBe("blog")
  expect(collector.headers[0]?.get("authorization")).toBe("Bearer hush")
  const attributes = collector.traces()[0]?.resourceSpans[0]?.resource.attributes.map(({ key, value }) =>
    `${key}=${value.stringValue}`
  )
  expect(attributes).toContain("service.name=blog-release")
  expect(attributes).toContain("deployment.environment=test")

  const spans = collector.spans()
  const named = (name: string) => spans.find((span) => span.name === name)
  const run = named("sterna migrate")
  expect(run?.parentSpanId).toBe("b7ad6b7169203331")
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(["0af7651916cd43dd8448eb211c80319c"]))
  const migration = named("up 20 m20")
  expect(migration?.parentSpanId).toBe(run?.spanId ?? "")
  expect(spans.filter(({ parentSpanId }) => parentSpanId === migration?.spanId).map(({ kind, name }) => [name, kind]))
    .toEqual([["create table t20", 1], ["BATCH", 3]])
  expect(spans.every(({ status }) => status.code === 1)).toBe(true)
})

test("a failure is told by its name, and no secret of a statement, a message or a URL is", async () => {
  using collector = new Collector()
  using project = new Project({
    ...tables(10),
    "migrations/20_secret.sql": sqlFile("INSERT INTO nowhere VALUES ('s3cret', 4711); -- s3cret"),
  })
  const env = { ...database, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }
  expect((await project.sterna(["migrate"], { env })).code).toBe(1)
  const failed = collector.spans().filter(({ status }) => status.code === 2)
  expect(failed.map(({ name }) => name)).toContain("sterna migrate")
  expect(failed.find(({ name }) => name === "up 20 secret")?.status.message).toBe("MigrationFailed SQLITE_ERROR")
  expect(collector.bodies.join()).toContain("INSERT INTO nowhere VALUES (?, ?)")
  expect(collector.bodies.join()).not.toMatch(/s3cret|4711/)
  expect(collector.bodies.join()).toContain("\"service.name\",\"value\":{\"stringValue\":\"sterna\"")
})

test.each([
  ["OTEL_SDK_DISABLED", "true"],
  ["OTEL_TRACES_EXPORTER", "none"],
  ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
])("%s=%s: nothing is sent", async (name, value) => {
  using collector = new Collector()
  using project = new Project(tables(10))
  const env = { ...database, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, [name]: value }
  expect((await project.sterna(["migrate"], { env })).code).toBe(0)
  expect(collector.bodies).toEqual([])
})

test.each([["does not answer", undefined], ["is not there", "http://127.0.0.1:1"]])(
  "a collector that %s fails no run and changes no word of it",
  async (_, url) => {
    using collector = new Collector({ answers: false })
    using project = new Project(tables(10))
    const env = { ...database, OTEL_EXPORTER_OTLP_ENDPOINT: url ?? collector.url }
    const { code, stderr } = await project.sterna(["migrate", "--quiet"], { env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" })
    expect(project.applied()).toEqual([10])
  },
)

test("variables that cannot be read are warned of, and the run goes on", async () => {
  using project = new Project(single("change: [create(table(\"x\"))]"))
  const env = { ...database, OTEL_EXPORTER_OTLP_ENDPOINT: "no url" }
  const { code, stderr } = await project.sterna(["migrate", "--quiet"], { env })
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("warning: No traces are sent") })
})

/** A span as OTLP's JSON has it, as far as the tests look at it. */
export interface ReceivedSpan {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly kind: number
  readonly status: { readonly code: number; readonly message?: string }
  readonly attributes: ReadonlyArray<{ readonly key: string; readonly value: { readonly stringValue?: string } }>
}

interface Traces {
  readonly resourceSpans: ReadonlyArray<{
    readonly resource: { readonly attributes: ReceivedSpan["attributes"] }
    readonly scopeSpans: ReadonlyArray<{ readonly spans: ReadonlyArray<ReceivedSpan> }>
  }>
}

/** A collector of traces, over HTTP. */
export class Collector implements Disposable {
  /** The bodies of the requests. */
  readonly bodies: Array<string> = []
  readonly headers: Array<Headers> = []
  readonly paths: Array<string> = []
  readonly #server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      this.headers.push(request.headers)
      this.paths.push(new URL(request.url).pathname)
      this.bodies.push(await request.text())
      return this.answers ? Response.json({}) : new Promise<Response>(() => {})
    },
  })
  readonly answers: boolean

  constructor({ answers = true } = {}) {
    this.answers = answers
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  traces(): ReadonlyArray<Traces> {
    return this.bodies.map((body) => JSON.parse(body))
  }

  spans(): ReadonlyArray<ReceivedSpan> {
    return this.traces().flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    )
  }

  [Symbol.dispose](): void {
    void this.#server.stop(true)
  }
}

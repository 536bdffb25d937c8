import { pathToFileURL } from "bun"
import { resolve } from "node:path"

/** A question, an answer to one, or a notice, which has no number. */
interface Message {
  readonly id?: number
  readonly method?: string
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** TypeScript's language server: what an editor asks, over JSON-RPC on standard input and output. */
export class LanguageServer {
  readonly #process = Bun.spawn(["bun", "--bun", "node_modules/.bin/tsc", "--lsp", "--stdio"], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "ignore",
  })
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #asked = 0

  static async start(): Promise<LanguageServer> {
    const server = new LanguageServer()
    void server.#read()
    const hover = { contentFormat: ["markdown"] }
    const rootUri = pathToFileURL(resolve(".")).href
    await server.#ask("initialize", { processId: process.pid, rootUri, capabilities: { textDocument: { hover } } })
    server.#send({ method: "initialized", params: {} })
    return server
  }

  /** Opens a file of the project that need not be there. */
  open(file: string, text: string): void {
    const uri = pathToFileURL(resolve(file)).href
    this.#send({
      method: "textDocument/didOpen",
      params: { textDocument: { uri, languageId: "typescript", version: 1, text } },
    })
  }

  /** What an editor shows over a place, in Markdown. Lines and characters are counted from 0. */
  async hover(file: string, line: number, character: number): Promise<string> {
    const textDocument = { uri: pathToFileURL(resolve(file)).href }
    const result = await this.#ask("textDocument/hover", { textDocument, position: { line, character } })
    return String(Object(Object(result).contents).value)
  }

  async stop(): Promise<void> {
    this.#process.kill()
    await this.#process.exited
  }

  #ask(method: string, params: object): Promise<unknown> {
    const id = ++this.#asked
    const waiting = Promise.withResolvers<unknown>()
    this.#waiting.set(id, waiting)
    this.#send({ id, method, params })
    return waiting.promise
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message })
    void this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
    void this.#process.stdin.flush()
  }

  async #read(): Promise<void> {
    let held = Buffer.alloc(0)
    for await (const chunk of this.#process.stdout) {
      held = Buffer.concat([held, chunk])
      for (;;) {
        const end = held.indexOf("\r\n\r\n")
        const length = Number(/Content-Length: (\d+)/i.exec(held.subarray(0, Math.max(0, end)).toString())?.[1])
        if (end < 0 || held.length < end + 4 + length) break
        this.#receive(JSON.parse(held.subarray(end + 4, end + 4 + length).toString()))
        held = held.subarray(end + 4 + length)
      }
    }
    for (const waiting of this.#waiting.values()) waiting.reject(new Error("The language server ended."))
  }

  #receive({ error, id, method, result }: Message): void {
    if (id === undefined) return
    if (method !== undefined) {
      // What it asks of an editor has no answer here.
      this.#send({ id, result: null })
    } else if (error === undefined) this.#waiting.get(id)?.resolve(result)
    else this.#waiting.get(id)?.reject(new Error(error.message))
  }
}

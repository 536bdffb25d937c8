import { PGlite, protocol, type QueryOptions } from "@electric-sql/pglite"
import type { Answer, Fields, ParameterText, Request, Said, TransactionState } from "./protocol.ts"

// The thread in which PostgreSQL runs: a statement keeps it busy from its begin to its end, and the main thread has to stay
// free for signals. Nothing but the driver is imported: what the executable serves, it serves in its main thread.

let engine: PGlite | undefined

const say = (said: Said | Answer): void => postMessage(said)

const fieldNames = new Set(["severity", "code", "message", "detail", "hint", "position", "where"])

const fieldsOf = (message: object): Fields =>
  Object.fromEntries(
    Object.entries({ ...message, message: "message" in message ? message.message : "" })
      .filter(([name, value]) => fieldNames.has(name) && value !== undefined && value !== null)
      .map(([name, value]) => [name, String(value)]),
  )

/** The oids of `json` and `jsonb`. */
const jsonTypes = new Set(["114", "3802"])

const serialized = (type: string) => (value: ParameterText): string =>
  typeof value === "object" ? (jsonTypes.has(type) ? value?.json : value?.list) ?? "" : value

/** Every value is text, both ways: the main thread reads it as PostgreSQL's dialect does. */
const asTexts = (open: PGlite): QueryOptions => ({
  rowMode: "array",
  parsers: Object.fromEntries(Object.keys(open.parsers).map((type) => [type, (text: string) => text])),
  serializers: new Proxy({}, { get: (_, type) => serialized(String(type)) }),
  onNotice: (notice) => say({ _tag: "Notice", notice: fieldsOf(notice) }),
})

/** With `rowMode: "array"` and parsers that change nothing, rows are lists of texts: the driver's types do not say so. */
const rowsOf = (rows: ReadonlyArray<unknown>) =>
  rows.map((row) => Array.isArray(row) ? row.map((value: unknown) => typeof value === "string" ? value : null) : [])

/** What the server says when it is ready again (PostgreSQL's manual, 54.7 "ReadyForQuery"). */
async function transactionOf(open: PGlite): Promise<TransactionState> {
  const { messages } = await open.execProtocol(protocol.serialize.sync())
  const ready = messages.findLast(({ name }) => name === "readyForQuery")
  const status = ready !== undefined && "status" in ready ? ready.status : "I"
  return status === "I" ? "none" : status === "T" ? "open" : "failed"
}

async function send(open: PGlite, sql: string, parameters: ReadonlyArray<ParameterText>): Promise<Answer> {
  try {
    const options = asTexts(open)
    const results = parameters.length === 0
      ? await open.exec(sql, options)
      : [await open.query(sql, [...parameters], options)]
    const last = results.at(-1)
    return {
      _tag: "Rows",
      fields: (last?.fields ?? []).map(({ dataTypeID, name }) => ({ name, type: dataTypeID })),
      rows: rowsOf(last?.rows ?? []),
      transaction: await transactionOf(open),
    }
  } catch (error) {
    const failure = error instanceof Error ? fieldsOf(error) : { message: String(error) }
    return { _tag: "Refused", failure, transaction: await transactionOf(open) }
  }
}

async function answer(request: Request): Promise<Answer> {
  try {
    if (request._tag === "Open") {
      engine = await PGlite.create(request.folder)
      return { _tag: "Done" }
    }
    if (engine === undefined) return { _tag: "Failed", message: "The engine is not open" }
    if (request._tag === "Send") return await send(engine, request.sql, request.parameters)
    await engine.close()
    engine = undefined
    return { _tag: "Done" }
  } catch (error) {
    return { _tag: "Failed", message: error instanceof Error ? error.message : String(error) }
  }
}

addEventListener("message", ({ data }: MessageEvent<Request>) => void answer(data).then(say))

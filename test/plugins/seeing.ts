import { eventually } from "../executable/eventually.ts"

type Row = { readonly [column: string]: unknown }

/** Waits until a query has a row, and answers with the first. */
export const seeing = (ask: (sql: string) => Promise<ReadonlyArray<Row>>) => async (sql: string): Promise<Row> => {
  let found: Row | undefined
  let asking = false
  await eventually(() => {
    if (!asking && found === undefined) {
      asking = true
      void ask(sql).then(([row]) => {
        found = row
        asking = false
      })
    }
    return found !== undefined
  })
  return found ?? {}
}

import type { SQL } from "bun"

/** The tables and views of a database, each with what `SHOW CREATE TABLE` says of it, by name. */
export async function tablesOf(
  session: SQL,
  database: string,
): Promise<ReadonlyArray<readonly [name: string, text: string]>> {
  const names: ReadonlyArray<{ readonly name: string }> = await session.unsafe(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = '${database}' ORDER BY 1`,
  )
  const found: Array<readonly [string, string]> = []
  for (const { name } of names) {
    const path = [database, name].map((part) => `\`${part.replaceAll("`", "``")}\``).join(".")
    const [row] = await session.unsafe(`SHOW CREATE TABLE ${path}`)
    found.push([name, String(row["Create Table"] ?? row["Create View"])])
  }
  return found
}

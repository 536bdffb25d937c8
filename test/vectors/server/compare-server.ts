import { afterAll, expect, test } from "bun:test"
import { schemaDifference } from "../schema-differences.ts"
import { compareSchemas, type VectorServer } from "../server-run.ts"
import { readVectors, vectorsFolder } from "../vector.ts"

/** A test for each vector that expects something of a database, and a line that counts them. */
export function compareServer(database: "postgres" | "mysql", title: string, server: VectorServer): void {
  const vectors = readVectors()
  const counts = { held: 0, differed: 0 }
  for (const vector of vectors ?? []) {
    const expected = vector[database]
    if (expected === null) continue
    const difference = schemaDifference(vector.name, database)
    test.concurrent(`${title}, ${vector.name}: ${difference ?? vector.about}`, async () => {
      const found = await compareSchemas(vector, expected, server)
      if (difference === undefined) {
        expect(found).toEqual([])
        counts.held++
      } else {
        // A difference that is none any more has to leave the table.
        expect(found).not.toEqual([])
        counts.differed++
      }
    })
  }
  afterAll(() => {
    console.log(
      vectors === undefined
        ? `No vectors in ${vectorsFolder}: nothing was compared.`
        : `Schemas on ${title}: ${counts.held} hold, ${counts.differed} differ on purpose.`,
    )
  })
}

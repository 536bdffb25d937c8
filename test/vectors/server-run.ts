import { type Renamed, sourceOf, VectorProject } from "./run-vector.ts"
import type { Expectation, Vector } from "./vector.ts"

/** An empty database on a server, whose schema can be read. Gone when it is disposed of. */
export interface VectorDatabase extends AsyncDisposable {
  readonly url: string
  /** Sends statements as they stand, one by one, each for good. */
  readonly send: (statements: ReadonlyArray<string>) => Promise<void>
  /** The schema in a form that can be compared, without the versions table. */
  readonly schema: (versionsTable: string) => Promise<unknown>
  /** What a migration has to call something else here than its vector does. */
  readonly renamed?: Renamed
}

/** A server that vectors run on. */
export interface VectorServer {
  readonly makeDatabase: () => Promise<VectorDatabase>
  /** The recorded schema in the form of `VectorDatabase.schema`; without it, what Ecto sent is sent once more. */
  readonly recorded?: (schema: unknown, versionsTable: string) => unknown
  /** Whether a migration that fails leaves nothing behind. */
  readonly undoes: boolean
}

/** Runs a vector forward and back: in what the schemas or the errors are others than Ecto's. */
export const compareSchemas = async (
  vector: Vector,
  expected: Expectation,
  server: VectorServer,
): Promise<ReadonlyArray<string>> => {
  // One database after the other: who holds one and waits for a second may wait for ever.
  const ecto = await ectoSchemas(vector, expected, server)
  await using database = await server.makeDatabase()
  using project = new VectorProject(vector, database.renamed)
  const schema = () => database.schema(sourceOf(vector))
  await database.send(expected.before)
  const up = await project.run(database.url, "up")
  const found = [
    ...compareErrors("up", up.error, expected.upError),
    ...difference("up", await schema(), ecto.up),
  ]
  if (up.error !== undefined || expected.upError !== null) return found
  const down = await project.run(database.url, "down")
  return [
    ...found,
    ...compareErrors("down", down.error, expected.downError),
    ...difference("down", await schema(), ecto.down),
  ]
}

interface Schemas {
  readonly up: unknown
  readonly down: unknown
}

const ectoSchemas = async (vector: Vector, expected: Expectation, server: VectorServer): Promise<Schemas> => {
  const { recorded } = server
  if (recorded !== undefined) {
    return {
      up: recorded(expected.schemaAfterUp, sourceOf(vector)),
      down: recorded(expected.schemaAfterDown, sourceOf(vector)),
    }
  }
  await using database = await server.makeDatabase()
  const schema = () => database.schema(sourceOf(vector))
  await database.send(expected.before)
  await database.send(sentForGood(expected.up, expected.upError, server))
  const up = await schema()
  if (expected.upError !== null) return { up, down: up }
  await database.send(sentForGood(expected.down, expected.downError, server))
  return { up, down: await schema() }
}

/** What Ecto sent and did not undo: the last statement is the one that the server refused. */
const sentForGood = (
  statements: ReadonlyArray<string>,
  error: { readonly kind: string } | null,
  { undoes }: VectorServer,
): ReadonlyArray<string> => {
  if (error === null) return statements
  if (undoes) return []
  return error.kind === "database" ? statements.slice(0, -1) : statements
}

const compareErrors = (
  direction: string,
  found: { readonly kind: string; readonly message: string } | undefined,
  expected: { readonly kind: string } | null,
): ReadonlyArray<string> => {
  const kind = found?.kind ?? "none"
  const expectedKind = expected?.kind ?? "none"
  return kind === expectedKind
    ? []
    : [`${direction}: error ${kind} (${found?.message ?? ""}), expected ${expectedKind}`]
}

const difference = (direction: string, found: unknown, expected: unknown): ReadonlyArray<string> =>
  Bun.deepEquals(found, expected) ? [] : [
    `${direction}: schema ${Bun.inspect(found)}, expected ${Bun.inspect(expected)}`,
  ]

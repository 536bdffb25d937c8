import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import { join } from "node:path"

/**
 * Keeps a version of a folder to itself while `use` looks and writes, so that no two processes take it. The claim is an
 * empty dotfile, which is no migration. Answers `undefined` where another process has claimed the version.
 */
export const underClaim = <A, E, R>(
  folder: string,
  version: bigint,
  use: Effect.Effect<A, E, R>,
): Effect.Effect<A | undefined, E | PlatformError, R | FileSystem.FileSystem> =>
  Effect.flatMap(FileSystem.FileSystem, (fileSystem) => {
    const path = join(folder, `.${version}`)
    const claim = fileSystem.writeFileString(path, "", { flag: "wx" }).pipe(
      Effect.as(true),
      Effect.catchIf(isThere, () => Effect.succeed(false)),
    )
    return Effect.acquireUseRelease(
      claim,
      (claimed): Effect.Effect<A | undefined, E, R> => claimed ? use : Effect.undefined,
      (claimed) => claimed ? Effect.ignore(fileSystem.remove(path)) : Effect.void,
    )
  })

const isThere = ({ reason }: PlatformError): boolean => reason._tag === "AlreadyExists"

import * as Effect from "effect/Effect"
import { Files } from "../dialect/files.ts"
import { type Checksum, checksumOf } from "./checksum.ts"
import { once } from "./read-once.ts"
import { SourceError } from "./source-error.ts"
import type { Source } from "./source.ts"

/**
 * The checksum of a migration's file as it is now.
 *
 * Fails with `SourceError` where the file cannot be read.
 */
export const readChecksum = (source: Source): Effect.Effect<Checksum, SourceError> =>
  once(({ checksums }) => checksums, source.path, read(source))

const read = ({ extension, path }: Source): Effect.Effect<Checksum, SourceError> =>
  Effect.flatMap(Files, (files) =>
    Effect.try({
      try: () => checksumOf(files.read(path), extension),
      catch: (cause) => {
        const reason = cause instanceof Error ? cause.message : String(cause)
        return new SourceError({ paths: [path], problem: `${path} cannot be read: ${reason}.` })
      },
    }))

import type { SourceTag } from "../dialect/repo.ts"

/** A migration's file. */
export interface Source {
  readonly version: bigint
  readonly name: string
  /** Absolute. */
  readonly path: string
  /** With its point: `.ts`. */
  readonly extension: string
  readonly tag: SourceTag
}

/** The greatest version that a `bigint` column holds. */
export const greatestVersion = 9223372036854775807n

/**
 * What a file name says: an integer, `_`, a name, and an ending that migrations have (Ecto.Migrator,
 * `extract_migration_info`: `0001_` is 1; other names are no migrations). Declarations and tests are none either.
 */
export const parseFileName = (
  fileName: string,
): { readonly version: bigint; readonly name: string; readonly extension: string } | undefined => {
  const match = /^(\d+)_(.+?)(\.(?:ts|mts|js|mjs|sql))$/.exec(fileName)
  const [, digits, name, extension] = match ?? []
  if (digits === undefined || name === undefined || extension === undefined) return undefined
  return /\.(?:d|test|spec)$/.test(name) ? undefined : { version: BigInt(digits), name, extension }
}

/**
 * Whether a file was probably meant for a migration, which its name does not say: it begins with a digit and ends as
 * migrations do, `20260102-create_posts.sql` for example.
 */
export const isMisnamed = (fileName: string): boolean =>
  /^\d.*\.(?:ts|mts|js|mjs|sql)$/i.test(fileName) && !/\.(?:d|test|spec)\.[a-z]+$/i.test(fileName)
  && parseFileName(fileName) === undefined

/** Whether a file ends as migrations do, and its name begins with a letter: it may be one whose version was forgotten. */
export const isUnversioned = (fileName: string): boolean =>
  /^[a-z].*\.(?:ts|mts|js|mjs|sql)$/i.test(fileName) && !/\.(?:d|test|spec)\.[a-z]+$/i.test(fileName)

import { pathOfUrl } from "sterna/dialect"

const forms = "Write duckdb:path/to/file.duckdb, duckdb:/path/to/file.duckdb or duckdb::memory:."

/** The absolute path of the file that a URL names, or `memory`: `pathOfUrl`. */
export const fileOf = (url: string, directory: string): ReturnType<typeof pathOfUrl> =>
  pathOfUrl(url, directory, { database: "DuckDB", kind: "file", forms })

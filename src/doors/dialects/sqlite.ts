/** What a plugin imports that extends SQLite's dialect: the dialect, and what its parts are made of. */
export { connectThrough } from "../../../plugins/sqlite/connection.ts"
export { default } from "../../../plugins/sqlite/dialect.ts"
export { features } from "../../../plugins/sqlite/features.ts"
export { holdFile } from "../../../plugins/sqlite/lock.ts"
export type { Answer, Failure, Request, SqliteStatement, SqliteValue } from "../../../plugins/sqlite/protocol.ts"

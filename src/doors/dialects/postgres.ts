/** What a plugin imports that extends PostgreSQL's dialect: the dialect, and what its parts are made of. */
export { default } from "../../../plugins/postgres/dialect.ts"
export { type ServerFailure, statementError } from "../../../plugins/postgres/errors.ts"
export { features } from "../../../plugins/postgres/features.ts"
export { grammar } from "../../../plugins/postgres/grammar.ts"
export { onlineDialect } from "../../../plugins/postgres/online.ts"
export { tryRowLock } from "../../../plugins/postgres/row-lock.ts"
export { parameterText, readValue } from "../../../plugins/postgres/values.ts"

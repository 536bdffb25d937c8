import { connect } from "../../../../plugins/mysql/connection.ts"
import { connectedBy } from "../../target.ts"

export { batch, target } from "../../target.ts"

/** Connects, works with the connection, and leaves. */
export const connected = connectedBy(connect)

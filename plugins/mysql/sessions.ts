import { behindConnections } from "sterna/dialect"
import type { Fence } from "./fence.ts"
import type { Session } from "./session.ts"

/** What a lock needs of a connection beside the contract. */
export interface OpenConnection {
  readonly session: Session
  /** The lock row that has to stand as it does whenever this connection commits. */
  fence: Fence | undefined
}

/** What stands behind a connection. */
export const { of: openOf, remember } = behindConnections<OpenConnection>()

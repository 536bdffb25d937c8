import { type AuthPlugin, authPlugins } from "mysql2"
import type { PublicKey } from "./target/public-key.ts"

/**
 * How the driver authenticates over a network that others may read. By itself it takes whatever RSA key it is sent; here
 * none is asked for unless the target says so, as the `mysql` client has it (MySQL's manual, 8.4.1.2 and 8.4.1.3).
 */
export const openAuthentication = (publicKey: PublicKey | undefined): { readonly [plugin: string]: AuthPlugin } => {
  const options = publicKey === undefined || publicKey === "as the server sends it"
    ? {}
    : { serverPublicKey: publicKey.text }
  return {
    caching_sha2_password: guarded(authPlugins.caching_sha2_password(options), publicKey),
    sha256_password: guarded(authPlugins.sha256_password(options), publicKey),
  }
}

const guarded = (plugin: AuthPlugin, publicKey: PublicKey | undefined): AuthPlugin => (metadata) => {
  const respond = plugin(metadata)
  let hasAsked = false
  return (data) => {
    const answer = hasAsked ? encrypted(() => respond(data)) : respond(data)
    hasAsked = isKeyRequest(answer)
    if (hasAsked && publicKey === undefined) {
      throw failure("PUBLIC_KEY_REFUSED", "The server's RSA key may not be asked for")
    }
    return answer
  }
}

/** 0x02 of caching_sha2_password, 0x01 of sha256_password: no other answer over an open network is one byte long. */
const isKeyRequest = (answer: ReturnType<ReturnType<AuthPlugin>>): boolean =>
  Buffer.isBuffer(answer) && answer.length === 1

const encrypted = <A>(respond: () => A): A => {
  try {
    return respond()
  } catch (cause) {
    throw failure("PUBLIC_KEY_UNUSABLE", cause instanceof Error ? cause.message : String(cause))
  }
}

/** The driver hands on what is thrown, as the failure of its connection. */
const failure = (code: "PUBLIC_KEY_REFUSED" | "PUBLIC_KEY_UNUSABLE", message: string): Error =>
  Object.assign(new Error(message), { code })

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A certificate and its key, in PEM. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
}

/** An authority and what it has signed. */
export interface Certificates {
  readonly authority: Certificate
  /** For the name `db.example`. */
  readonly server: Certificate
  /** For a role of that name. */
  readonly client: Certificate
}

/** Makes an authority and certificates for a server and for a client, with openssl, good for a day. */
export async function makeCertificates(role: string): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), "sterna-certificates-"))
  const openssl = async (...words: ReadonlyArray<string>) => {
    const child = Bun.spawn(["openssl", ...words], { cwd: folder, stdin: "ignore", stdout: "ignore", stderr: "pipe" })
    const [stderr, code] = await Promise.all([child.stderr.text(), child.exited])
    if (code !== 0) throw new Error(`openssl ${words.join(" ")} exited with ${code}: ${stderr}`)
  }
  const made = async (name: string): Promise<Certificate> => ({
    certificate: await readFile(join(folder, `${name}.crt`), "utf8"),
    key: await readFile(join(folder, `${name}.key`), "utf8"),
  })
  const newKey = (
    name: string,
  ) => ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", `${name}.key`]
  const sign = async (name: string, subject: string, extensions: string): Promise<Certificate> => {
    await writeFile(join(folder, `${name}.ext`), extensions)
    await openssl("req", "-new", ...newKey(name), "-subj", `/CN=${subject}`, "-out", `${name}.csr`)
    const authority = ["-CA", "authority.crt", "-CAkey", "authority.key", "-CAcreateserial"]
    await openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      ...authority,
      "-days",
      "1",
      "-extfile",
      `${name}.ext`,
      "-out",
      `${name}.crt`,
    )
    return made(name)
  }
  try {
    const subject = ["-subj", "/CN=Sterna tests"]
    await openssl("req", "-x509", ...newKey("authority"), ...subject, "-days", "1", "-out", "authority.crt")
    return {
      authority: await made("authority"),
      server: await sign("server", "db.example", "subjectAltName=DNS:db.example,DNS:localhost\n"),
      client: await sign("client", role, "extendedKeyUsage=clientAuth\n"),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

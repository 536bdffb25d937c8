/** The user that a server runs as. */
export interface ServerUser {
  readonly uid: number
  readonly gid: number
  /** What stands before a command, so that this user runs it. */
  readonly prefix: ReadonlyArray<string>
}

/**
 * Whoever runs this, or, for root, whom servers refuse, an ordinary user of the machine: `postgres` where there is one,
 * else `nobody`.
 */
export function serverUser(): ServerUser {
  const uid = process.getuid?.() ?? 0
  const gid = process.getgid?.() ?? 0
  if (uid !== 0 || process.platform === "win32") return { uid, gid, prefix: [] }
  const setpriv = Bun.which("setpriv")
  if (setpriv === null) {
    throw new Error(
      "Servers refuse to run as root, and setpriv is not here: install util-linux, or run as another user.",
    )
  }
  const name = ["postgres", "nobody"].find((candidate) => numberOf("-u", candidate) !== undefined)
  const ordinary = name === undefined ? undefined : { uid: numberOf("-u", name), gid: numberOf("-g", name) }
  if (ordinary?.uid === undefined || ordinary.gid === undefined) {
    throw new Error("Servers refuse to run as root, and there is no user nobody: run as another user.")
  }
  return {
    uid: ordinary.uid,
    gid: ordinary.gid,
    prefix: [setpriv, `--reuid=${ordinary.uid}`, `--regid=${ordinary.gid}`, "--clear-groups", "--"],
  }
}

function numberOf(flag: "-u" | "-g", name: string): number | undefined {
  const { exitCode, stdout } = Bun.spawnSync(["id", flag, name], { stderr: "ignore" })
  return exitCode === 0 ? Number(stdout.toString()) : undefined
}

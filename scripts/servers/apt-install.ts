/** Installs packages of Debian. Fails where this process is not root, or the machine has no apt. */
export async function aptInstall(...names: ReadonlyArray<string>): Promise<void> {
  if (process.getuid?.() !== 0 || Bun.which("apt-get") === null) {
    throw new Error("apt-get installs for root only.")
  }
  await apt("update", "-q")
  await apt("install", "-q", "-y", "--no-install-recommends", ...names)
}

async function apt(...words: ReadonlyArray<string>): Promise<void> {
  const child = Bun.spawn(["apt-get", ...words], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  })
  const [stderr, code] = await Promise.all([child.stderr.text(), child.exited])
  if (code !== 0) throw new Error(`apt-get ${words.join(" ")} exited with ${code}: ${stderr.trim()}`)
}

const deadlineMs = 30_000
const intervalMs = 10

/** Waits until a condition holds. The one place where a test waits for something that does not call back. */
export async function eventually(condition: () => boolean, patienceMs = deadlineMs): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`This did not come true: ${condition.toString()}`)
    await Bun.sleep(intervalMs)
  }
}

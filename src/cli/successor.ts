/** The variable that says to a process that it takes the place of the one that was `status` alone. */
const successorVariable = "STERNA_SUCCESSOR"

/** Whether this process is a successor. Processes that it starts are none. */
export const isSuccessor = (): boolean => {
  const isOne = process.env[successorVariable] !== undefined
  Reflect.deleteProperty(process.env, successorVariable)
  return isOne
}

/** Puts the whole program in the place of this process, with its arguments. Does not return. */
export const replaceByWhole = (): never => {
  const self = [process.argv0, ...process.argv.slice(2)]
  process.execve?.(process.execPath, self, { ...process.env, [successorVariable]: "1" })
  throw new Error("The system does not replace processes.")
}

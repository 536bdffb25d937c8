/** Who is told of each command that is written; nobody, unless a run calls a function. */
let listener: ((command: object) => void) | undefined

/** Tells of each command from now on. */
export const onWrittenCommand = (tell: (command: object) => void): void => {
  listener = tell
}

/** Tells of a command that was written just now. */
export const noteWrittenCommand = (command: object): void => listener?.(command)

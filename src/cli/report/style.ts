const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const

/** Dresses text for a terminal, or leaves it as it is. */
export type Style = (style: keyof typeof codes, text: string) => string

export const plainStyle: Style = (_, text) => text

export const terminalStyle: Style = (style, text) => `\u001B[${codes[style]}m${text}\u001B[0m`

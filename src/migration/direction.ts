/** Which way a migration runs. */
export type Direction = "up" | "down"

import type { SessionValues } from "sterna/dialect"

/** Manual, 9.17 "Sequence Manipulation Functions", 9.28.1 and 9.3. */
export const sessionValues: SessionValues = {
  disturbed: [],
  remembered: ["currval (", "lastval ( )"],
  setters: ["set_config (", "setseed ("],
}

import type { SessionValues } from "sterna/dialect"

/** MySQL's manual, 14.15 "Information Functions"; MariaDB's, "Sequence Functions". The ledger has no AUTO_INCREMENT. */
export const sessionValues: SessionValues = {
  disturbed: ["row_count ( )", "found_rows ( )"],
  remembered: ["last_insert_id ( )", "@ @ last_insert_id", "@ @ identity", "lastval (", "previous value for"],
  setters: [],
}

import { asWritten, scaled, type TypeTable } from "sterna/dialect"

/** DuckDB's types (its manual, "Data Types"). A VARCHAR has no length, and a time none of its digits cut but the seconds'. */
export const types: TypeTable = {
  known: {
    id: "INTEGER",
    serial: "INTEGER",
    bigserial: "BIGINT",
    // Refused by the features: there is no such type.
    identity: "BIGINT",
    smallint: "SMALLINT",
    integer: "INTEGER",
    bigint: "BIGINT",
    float: "DOUBLE",
    decimal: scaled("DECIMAL"),
    numeric: scaled("DECIMAL"),
    boolean: "BOOLEAN",
    string: "VARCHAR",
    text: "VARCHAR",
    binary: "BLOB",
    bitstring: "BIT",
    binary_id: "UUID",
    uuid: "UUID",
    map: "JSON",
    duration: "INTERVAL",
    date: "DATE",
    time: "TIME",
    time_usec: "TIME",
    naive_datetime: "TIMESTAMP_S",
    naive_datetime_usec: "TIMESTAMP",
    utc_datetime: "TIMESTAMP_S",
    utc_datetime_usec: "TIMESTAMP",
  },
  other: asWritten,
  array: (element) => `${element}[]`,
  reference: (key) => key,
}

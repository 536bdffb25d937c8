import { asWritten, fractional, scaled, sized, type TypeRule, type TypeTable } from "sterna/dialect"

/** A serial column; both of Ecto's have this size (ecto_sql's MyXQL connection). */
const numbered = "bigint unsigned not null auto_increment"

const binary: TypeRule = ({ size }) => size === undefined ? "blob" : `varbinary(${size})`

/** The types of MySQL and MariaDB (MySQL's manual, 13). */
export const types: TypeTable = {
  known: {
    id: "integer",
    serial: numbered,
    bigserial: numbered,
    // Refused by the features, as bitstring and duration: there is no such type.
    identity: "identity",
    smallint: "smallint",
    integer: "integer",
    bigint: "bigint",
    float: "double",
    decimal: scaled("decimal"),
    numeric: scaled("numeric"),
    boolean: "boolean",
    string: sized("varchar", 255),
    text: sized("text"),
    binary,
    bitstring: sized("bitstring"),
    binary_id: "binary(16)",
    uuid: "binary(16)",
    map: "json",
    duration: "duration",
    date: "date",
    time: "time",
    time_usec: fractional("time", 6),
    naive_datetime: "datetime",
    naive_datetime_usec: fractional("datetime", 6),
    utc_datetime: "datetime",
    utc_datetime_usec: fractional("datetime", 6),
  },
  other: asWritten,
  array: (element) => element,
  reference: (key) => key === "serial" || key === "bigserial" ? "BIGINT UNSIGNED" : key,
}

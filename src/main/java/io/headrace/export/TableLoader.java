package io.headrace.export;

import java.sql.Connection;
import java.sql.SQLException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How rows come into a table of a database. */
interface TableLoader {
    /** Takes the rows into the session, seen by no other, and counts them. */
    ExportCounts load(Connection session, Dataset<Row> rows, Export export) throws SQLException;

    /** Brings the rows taken to the table, in the session's transaction. */
    void apply(Connection session, Export export, ExportCounts counts) throws SQLException;
}

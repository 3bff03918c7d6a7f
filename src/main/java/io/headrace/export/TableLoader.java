package io.headrace.export;

import java.sql.Connection;
import java.sql.SQLException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Loads rows into a table of a database. */
interface TableLoader {
    /** Loads the rows into the session, invisible to others, and counts them. */
    ExportCounts load(Connection session, Dataset<Row> rows, Export export) throws SQLException;

    /** Applies the loaded rows to the table, in the session's transaction. */
    void apply(Connection session, Export export, ExportCounts counts) throws SQLException;
}

package io.headrace.export;

import io.headrace.run.RunId;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which exports a table of a database has taken: {@code headrace_exports} beside it.
 *
 * <p>A receipt is written in the transaction that shows the rows, so that it is there exactly when they are.
 */
final class Receipts {
    /** The table that holds them. */
    static final String TABLE = "headrace_exports";

    private static final String LAYOUT = "(target_table varchar(200) not null, job varchar(200) not null,"
            + " logical_date varchar(10) not null, generation integer not null, seq bigint not null,"
            + " source_table varchar(200) not null, source_version bigint not null, as_of varchar(40) not null,"
            + " rows_sent bigint not null, inserted bigint, changed bigint, withdrawn bigint,"
            + " exported_at timestamp default current_timestamp,"
            + " primary key (target_table, job, logical_date, generation))";

    private final String target;
    private final String table;

    /**
     * The receipts of a table.
     *
     * @param target as name or schema.name
     */
    Receipts(String target) {
        this.target = target;
        this.table = target.substring(0, target.indexOf('.') + 1) + TABLE;
    }

    /** Makes the table where it is missing; another session may be doing the same. */
    void ensure(Connection session) throws SQLException {
        if (isThere(session)) {
            return;
        }
        try (Statement statement = session.createStatement()) {
            statement.executeUpdate("create table " + table + " " + LAYOUT);
        } catch (SQLException failure) {
            if (!isThere(session)) {
                throw failure;
            }
        }
    }

    private boolean isThere(Connection session) throws SQLException {
        DatabaseMetaData names = session.getMetaData();
        int dot = table.indexOf('.');
        String schema = dot < 0 ? session.getSchema() : stored(names, table.substring(0, dot));
        try (ResultSet found = names.getTables(session.getCatalog(), schema, stored(names, TABLE), null)) {
            return found.next();
        }
    }

    private static String stored(DatabaseMetaData names, String name) throws SQLException {
        return names.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
    }

    /** What the run has sent, if the table has taken it. */
    Optional<ExportCounts> of(Connection session, RunId run) throws SQLException {
        if (!isThere(session)) {
            return Optional.empty();
        }
        String query = "select rows_sent, inserted, changed, withdrawn from " + table
                + " where target_table = ? and job = ? and logical_date = ? and generation = ?";
        try (PreparedStatement select = session.prepareStatement(query)) {
            setDate(select, run);
            select.setInt(4, run.generation());
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? Optional.of(counts(found)) : Optional.empty();
            }
        }
    }

    private static ExportCounts counts(ResultSet row) throws SQLException {
        long inserted = row.getLong(2);
        return row.wasNull()
                ? ExportCounts.ofRows(row.getLong(1))
                : ExportCounts.ofChanges(Map.of(
                        ExportCounts.Changes.INSERTED,
                        inserted,
                        ExportCounts.Changes.CHANGED,
                        row.getLong(3),
                        ExportCounts.Changes.WITHDRAWN,
                        row.getLong(4)));
    }

    /** The latest export of the job that the table has taken. */
    Optional<RunId> newest(Connection session, String job) throws SQLException {
        if (!isThere(session)) {
            return Optional.empty();
        }
        String query = "select logical_date, generation from " + table
                + " where target_table = ? and job = ? order by seq desc";
        try (PreparedStatement select = session.prepareStatement(query)) {
            select.setMaxRows(1);
            select.setString(1, target);
            select.setString(2, job);
            try (ResultSet found = select.executeQuery()) {
                return found.next()
                        ? Optional.of(RunId.parse(job + "/" + found.getString(1) + "/" + found.getInt(2)))
                        : Optional.empty();
            }
        }
    }

    /** The highest generation of the run's job and date that the table has taken. */
    OptionalInt generation(Connection session, RunId run) throws SQLException {
        String query =
                "select max(generation) from " + table + " where target_table = ? and job = ? and logical_date = ?";
        try (PreparedStatement select = session.prepareStatement(query)) {
            setDate(select, run);
            try (ResultSet found = select.executeQuery()) {
                found.next();
                int generation = found.getInt(1);
                return found.wasNull() ? OptionalInt.empty() : OptionalInt.of(generation);
            }
        }
    }

    private void setDate(PreparedStatement statement, RunId run) throws SQLException {
        statement.setString(1, target);
        statement.setString(2, run.job());
        statement.setString(3, run.date().toString());
    }

    /** Writes that the table takes the export, in the session's transaction. */
    void write(Connection session, Export export, ExportCounts counts) throws SQLException {
        String insert = "insert into " + table
                + " (target_table, job, logical_date, generation, seq, source_table, source_version, as_of, rows_sent,"
                + " inserted, changed, withdrawn) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        long seq = lastSeq(session, export.run().job()) + 1;
        try (PreparedStatement row = session.prepareStatement(insert)) {
            setDate(row, export.run());
            row.setInt(4, export.run().generation());
            row.setLong(5, seq);
            row.setString(6, export.source().toString());
            row.setLong(7, export.version());
            row.setString(8, export.asOf());
            row.setLong(9, counts.rows());
            setCount(row, 10, counts.changes().map(ExportCounts.Changes::inserted));
            setCount(row, 11, counts.changes().map(ExportCounts.Changes::changed));
            setCount(row, 12, counts.changes().map(ExportCounts.Changes::withdrawn));
            row.executeUpdate();
        }
    }

    private static void setCount(PreparedStatement row, int index, Optional<Long> count) throws SQLException {
        if (count.isPresent()) {
            row.setLong(index, count.get());
        } else {
            row.setNull(index, Types.BIGINT);
        }
    }

    private long lastSeq(Connection session, String job) throws SQLException {
        String query = "select max(seq) from " + table + " where target_table = ? and job = ?";
        try (PreparedStatement select = session.prepareStatement(query)) {
            select.setString(1, target);
            select.setString(2, job);
            try (ResultSet found = select.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }
}

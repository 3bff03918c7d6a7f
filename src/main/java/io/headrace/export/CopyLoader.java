package io.headrace.export;

import io.headrace.export.ExportCounts.Changes;
import io.headrace.run.Faults;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Loads a table of PostgreSQL: COPY into a temporary table, from there by statements on whole sets.
 *
 * <p>The table is kept, with its rights, indexes and views; its readers are not held up.
 */
final class CopyLoader implements TableLoader {
    private static final String STAGING = "pg_temp.headrace_staging";
    private static final String CHANGE = quoted(ExportColumns.CHANGE);
    private static final int CHARACTERS_AT_ONCE = 1 << 16;

    private final String name;
    private final String table;

    CopyLoader(String name, String table) {
        this.name = name;
        this.table = Stream.of(table.split("\\.")).map(CopyLoader::quoted).collect(Collectors.joining("."));
    }

    @Override
    public ExportCounts load(Connection session, Dataset<Row> rows, Export export) throws SQLException {
        try (Statement statement = session.createStatement()) {
            makeTable(session, statement, export);
            statement.execute("create temporary table headrace_staging as select " + list(export.names())
                    + (export.isOfChanges() ? ", cast(null as text) as " + CHANGE : "") + " from " + table
                    + " with no data");
            long copied = copy(session, rows, export);
            return export.isOfChanges() ? changes(statement) : ExportCounts.ofRows(copied);
        }
    }

    /** Makes the table where it is missing; one that is there must hold every value. */
    private void makeTable(Connection session, Statement statement, Export export) throws SQLException {
        Map<String, String> there = columns(session);
        if (!there.isEmpty()) {
            PostgresqlTypes.requireRoom(name, there, export.columns());
            return;
        }
        List<String> parts = new ArrayList<>();
        export.columns().forEach((column, type) -> parts.add(quoted(column) + " " + PostgresqlTypes.of(type)));
        if (export.mode().needsKey()) {
            parts.add("primary key (" + list(export.key()) + ")");
        }
        try {
            statement.execute("create table if not exists " + table + " (" + String.join(", ", parts) + ")");
        } catch (SQLException failure) {
            // PostgreSQL refuses the second of two sessions that make a table at the same moment, whatever "if not
            // exists" says.
            requireMadeMeanwhile(session, export, failure);
        }
    }

    private void requireMadeMeanwhile(Connection session, Export export, SQLException failure) throws SQLException {
        Map<String, String> there = columns(session);
        if (there.isEmpty()) {
            throw failure;
        }
        PostgresqlTypes.requireRoom(name, there, export.columns());
    }

    private Map<String, String> columns(Connection session) throws SQLException {
        String query = "select attname, format_type(atttypid, atttypmod) from pg_attribute"
                + " where attrelid = to_regclass(?) and attnum > 0 and not attisdropped";
        Map<String, String> columns = new TreeMap<>();
        try (PreparedStatement select = session.prepareStatement(query)) {
            select.setString(1, table);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    columns.put(row.getString(1), row.getString(2));
                }
            }
        }
        return columns;
    }

    private long copy(Connection session, Dataset<Row> rows, Export export) throws SQLException {
        Iterator<String> lines = ExportColumns.csvLines(rows).toLocalIterator();
        CopyIn copy = session.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + STAGING + " from stdin (format csv, encoding 'UTF8')");
        try {
            long sent = 0;
            StringBuilder chunk = new StringBuilder();
            while (lines.hasNext()) {
                String line = lines.next();
                ZeroCharacter.refuse(name, line, export);
                chunk.append(line).append('\n');
                sent++;
                if (chunk.length() >= CHARACTERS_AT_ONCE) {
                    send(copy, chunk);
                }
            }
            send(copy, chunk);
            return conserved(sent, copy.endCopy());
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void send(CopyIn copy, StringBuilder chunk) throws SQLException {
        byte[] bytes = chunk.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        chunk.setLength(0);
        Faults.reach("loading " + name);
    }

    private static ExportCounts changes(Statement statement) throws SQLException {
        Map<String, Long> byWord = new HashMap<>();
        try (ResultSet row =
                statement.executeQuery("select " + CHANGE + ", count(*) from " + STAGING + " group by " + CHANGE)) {
            while (row.next()) {
                byWord.put(row.getString(1), row.getLong(2));
            }
        }
        return ExportCounts.ofChanges(byWord);
    }

    @Override
    public void apply(Connection session, Export export, ExportCounts counts) throws SQLException {
        try (Statement statement = session.createStatement()) {
            String columns = list(export.names());
            String insert = "insert into " + table + " (" + columns + ") select " + columns + " from " + STAGING;
            switch (export.mode()) {
                case REPLACE -> statement.executeUpdate("delete from " + table);
                case REPLACE_AS_OF ->
                    statement.executeUpdate("delete from " + table + " where as_of = timestamp with time zone '"
                            + export.asOf() + "Z'");
                case UPSERT -> insert += onConflict(export);
                case CHANGES -> {
                    statement.executeUpdate(deleteWithdrawn(export));
                    insert += " where " + CHANGE + " <> '" + Changes.WITHDRAWN + "'" + onConflict(export);
                }
            }
            conserved(counts.present(), statement.executeLargeUpdate(insert));
        }
    }

    private String deleteWithdrawn(Export export) {
        String sameKey = export.key().stream()
                .map(CopyLoader::quoted)
                .map(column -> "t." + column + " = s." + column)
                .collect(Collectors.joining(" and "));
        return "delete from " + table + " t using " + STAGING + " s where s." + CHANGE + " = '" + Changes.WITHDRAWN
                + "' and " + sameKey;
    }

    /** Sets at least a key to itself, so that each row counts. */
    private static String onConflict(Export export) {
        String set = export.names().stream()
                .map(CopyLoader::quoted)
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return " on conflict (" + list(export.key()) + ") do update set " + set;
    }

    private long conserved(long sent, long taken) {
        if (sent != taken) {
            throw ExportErrors.notConserved(name, sent, taken);
        }
        return taken;
    }

    private static String list(List<String> columns) {
        return columns.stream().map(CopyLoader::quoted).collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }
}

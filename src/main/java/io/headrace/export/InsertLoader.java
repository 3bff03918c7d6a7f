package io.headrace.export;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.export.ExportCounts.Changes;
import io.headrace.run.Faults;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Loads a table of any database by batches of plain statements, all in one transaction.
 *
 * <p>The table must be there; its types decide what becomes of values that they cannot hold.
 */
final class InsertLoader implements TableLoader {
    private static final int ROWS_AT_ONCE = 1000;

    private final String name;
    private final String table;

    InsertLoader(String name, String table) {
        this.name = name;
        this.table = table;
    }

    @Override
    public ExportCounts load(Connection session, Dataset<Row> rows, Export export) throws SQLException {
        Map<String, Integer> types = types(session, export);
        DatabaseTarget.begin(session);
        deleteReplaced(session, export, types);
        return write(session, ExportColumns.plain(rows).toLocalIterator(), export, types);
    }

    /** Column to its type in {@link Types}. */
    private Map<String, Integer> types(Connection session, Export export) throws SQLException {
        try (Statement statement = session.createStatement();
                ResultSet none = statement.executeQuery(
                        "select " + String.join(", ", export.names()) + " from " + table + " where 1 = 0")) {
            ResultSetMetaData columns = none.getMetaData();
            Map<String, Integer> types = new HashMap<>();
            for (int i = 0; i < export.names().size(); i++) {
                types.put(export.names().get(i), columns.getColumnType(i + 1));
            }
            return types;
        }
    }

    private void deleteReplaced(Connection session, Export export, Map<String, Integer> types) throws SQLException {
        switch (export.mode()) {
            case REPLACE -> {
                try (Statement statement = session.createStatement()) {
                    statement.executeUpdate("delete from " + table);
                }
            }
            case REPLACE_AS_OF -> {
                try (PreparedStatement delete = session.prepareStatement("delete from " + table + " where as_of = ?")) {
                    set(delete, 1, Timestamp.from(export.asOfMoment()), types.get(AS_OF));
                    delete.executeUpdate();
                }
            }
            case UPSERT, CHANGES -> {
                // These delete row by row.
            }
        }
    }

    private ExportCounts write(Connection session, Iterator<Row> rows, Export export, Map<String, Integer> types)
            throws SQLException {
        Map<String, Long> byWord = new HashMap<>();
        long sent = 0;
        long taken = 0;
        try (PreparedStatement delete = session.prepareStatement(deleteOne(export));
                PreparedStatement insert = session.prepareStatement(insertOne(export))) {
            int waiting = 0;
            while (rows.hasNext()) {
                Row row = rows.next();
                String change = export.isOfChanges() ? row.getAs(ExportColumns.CHANGE) : Changes.INSERTED;
                byWord.merge(change, 1L, Long::sum);
                if (export.mode().needsKey()) {
                    add(delete, row, export.key(), types);
                }
                if (!change.equals(Changes.WITHDRAWN)) {
                    add(insert, row, export.names(), types);
                    sent++;
                }
                if (++waiting == ROWS_AT_ONCE) {
                    taken += execute(delete, insert);
                    waiting = 0;
                }
            }
            taken += execute(delete, insert);
        }
        if (sent != taken) {
            throw ExportErrors.notConserved(name, sent, taken);
        }
        return export.isOfChanges() ? ExportCounts.ofChanges(byWord) : ExportCounts.ofRows(taken);
    }

    private String deleteOne(Export export) {
        List<String> by = export.key().isEmpty() ? export.names() : export.key();
        return "delete from " + table + " where "
                + by.stream().map(column -> column + " = ?").collect(Collectors.joining(" and "));
    }

    private String insertOne(Export export) {
        return "insert into " + table + " (" + String.join(", ", export.names()) + ") values (?"
                + ", ?".repeat(export.names().size() - 1) + ")";
    }

    private static void add(PreparedStatement statement, Row row, List<String> columns, Map<String, Integer> types)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            set(statement, i + 1, row.getAs(columns.get(i)), types.get(columns.get(i)));
        }
        statement.addBatch();
    }

    /** Moments go with their zone to columns that have one, and in UTC to others. */
    private static void set(PreparedStatement statement, int index, Object value, int type) throws SQLException {
        if (value == null) {
            statement.setNull(index, type);
        } else if (value instanceof Timestamp moment && type == Types.TIMESTAMP_WITH_TIMEZONE) {
            statement.setObject(index, moment.toInstant().atOffset(ZoneOffset.UTC));
        } else if (value instanceof Timestamp moment) {
            statement.setTimestamp(index, moment, Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT));
        } else {
            statement.setObject(index, value);
        }
    }

    /** Deletes first: within a batch no key comes twice. */
    private long execute(PreparedStatement delete, PreparedStatement insert) throws SQLException {
        delete.executeBatch();
        long taken = 0;
        for (int count : insert.executeBatch()) {
            taken += count == Statement.SUCCESS_NO_INFO ? 1 : count;
        }
        Faults.reach("loading " + name);
        return taken;
    }

    /** Nothing is left to do: the transaction holds the rows already. */
    @Override
    public void apply(Connection session, Export export, ExportCounts counts) {}
}

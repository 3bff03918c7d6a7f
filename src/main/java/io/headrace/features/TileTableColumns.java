package io.headrace.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.substring;

import io.headrace.features.windows.Measure;
import io.headrace.features.windows.PeriodColumns;
import io.headrace.features.windows.Periods;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.StagedTable;
import io.headrace.table.TableLayout;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * One table of tiles. It equals the grouping of its source at one version, which its commit names. To go to a newer version costs the
 * days of the files that came or went, and the months of those days; months are made once a later one has begun.
 */
final class TileTableColumns {
    private static final String SOURCE_VERSION = "source-version";
    private static final String NOTE = "headrace tiles at version ";
    private static final int MONTH_LENGTH = "2025-12".length();

    private final Lake lake;
    private final TableName name;
    private final Source source;
    private final List<Measure> all;
    private final Map<Measure, String> wanted = new LinkedHashMap<>();

    /**
     * What tiles are made of.
     *
     * @param where SQL condition: the rows that count
     */
    record Source(TableName table, long version, String where, String entity, String time, ZoneId zone) {
        PeriodColumns of(Dataset<Row> rows, List<Measure> measures) {
            return new PeriodColumns(rows, where, measures, entity, time, zone);
        }

        PeriodColumns in(Lake lake, List<Measure> measures) {
            return of(lake.read(table, version), measures);
        }
    }

    /** A version of the table, and what is right of it at the source's version. */
    record State(long version, Periods periods) {}

    /** @param wanted some of which the table may hold */
    TileTableColumns(Lake lake, TableName name, Source source, List<Measure> wanted) {
        this.lake = lake;
        this.name = name;
        this.source = source;
        Map<String, Measure> there = PeriodColumns.measures(lake.read(name).schema());
        this.all = List.copyOf(there.values());
        PeriodColumns columns = source.in(lake, wanted);
        for (Measure measure : wanted) {
            if (there.containsKey(columns.column(measure))) {
                this.wanted.put(measure, columns.column(measure));
            }
        }
    }

    /** Makes an empty table. */
    static TileTableColumns made(Lake lake, TableName name, Source source, List<Measure> measures) {
        lake.ensure(TableLayout.plain(name, source.in(lake, measures).schema()).partitionedBy(PeriodColumns.PERIOD));
        return new TileTableColumns(lake, name, source, measures);
    }

    /** Those of the wanted measures that it holds. */
    Set<Measure> measures() {
        return wanted.keySet();
    }

    /** The partials of some periods, null for measures that stand in other tables. */
    Dataset<Row> rows(State state, Collection<String> periods, List<Measure> measures) {
        List<Column> columns = new ArrayList<>(List.of(col("`" + source.entity() + "`"), col("begins"), col("ends")));
        for (int i = 0; i < measures.size(); i++) {
            String column = wanted.get(measures.get(i));
            columns.add((column == null ? lit(null).cast(DataTypes.BinaryType) : col(column)).as("_partial" + i));
        }
        return lake.read(name, state.version())
                .where(col(PeriodColumns.PERIOD).isin(periods.toArray()))
                .select(columns.toArray(Column[]::new));
    }

    /** What there is to use at the source's version, if the table is not newer than that. */
    Optional<State> state() {
        return lake.notes(name).entrySet().stream()
                .filter(commit -> commit.getValue().startsWith(NOTE))
                .filter(commit -> sourceVersion(commit.getValue()) <= source.version())
                .reduce((older, newer) -> newer)
                .flatMap(commit -> state(commit.getKey(), sourceVersion(commit.getValue())));
    }

    private static long sourceVersion(String note) {
        return Long.parseLong(note.substring(NOTE.length()));
    }

    private Optional<State> state(long version, long sourceVersion) {
        return changedSince(sourceVersion)
                .map(changed ->
                        new State(version, Periods.of(lake.partitions(name, version, PeriodColumns.PERIOD), changed)));
    }

    /** Days on which rows came, went or stand in a file with such; empty where the earlier version cannot be read any more. */
    private Optional<NavigableSet<LocalDate>> changedSince(long sourceVersion) {
        if (sourceVersion == source.version()) {
            return Optional.of(new TreeSet<>());
        }
        try {
            Dataset<Row> changes = lake.changes(source.table(), sourceVersion, source.version());
            return Optional.of(source.of(changes, all).days());
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** The same after the table was brought to the source's version, unless somebody else is just doing so. */
    Optional<State> advanced() {
        StagedTable staged = lake.stage(name);
        long from = staged.mark(SOURCE_VERSION);
        if (from >= source.version()) {
            return state();
        }
        Optional<NavigableSet<LocalDate>> changed = from < 0 ? Optional.empty() : changedSince(from);
        if (changed.isPresent()) {
            renew(staged, changed.get());
        } else {
            renewAll(staged);
        }
        OptionalLong published =
                staged.publishUnlessChanged(Map.of(SOURCE_VERSION, source.version()), NOTE + source.version());
        return published.isPresent() ? state(published.getAsLong(), source.version()) : state();
    }

    private void renewAll(StagedTable staged) {
        PeriodColumns columns = source.in(lake, all);
        staged.replacePartitions(PeriodColumns.PERIOD, periods(), columns.ofDays());
        NavigableSet<LocalDate> days = new TreeSet<>();
        staged.read()
                .select(PeriodColumns.PERIOD)
                .distinct()
                .collectAsList()
                .forEach(row -> days.add(LocalDate.parse(row.getString(0))));
        if (!days.isEmpty()) {
            NavigableSet<String> months = months(days);
            months.remove(month(days.last()));
            staged.append(columns.ofMonths(staged.read().where(isOf(months))));
        }
    }

    private void renew(StagedTable staged, NavigableSet<LocalDate> changed) {
        Periods before = Periods.of(periods(), changed);
        NavigableSet<LocalDate> days = before.allDays();
        NavigableSet<String> months = months(days);
        months.removeIf(month -> before.has(YearMonth.parse(month)));
        if (changed.isEmpty()) {
            return;
        }
        months.remove(month(days.last()));
        PeriodColumns columns = source.in(lake, all);
        Set<String> renewed = new HashSet<>(months);
        changed.forEach(day -> renewed.add(day.toString()));
        staged.replacePartitions(PeriodColumns.PERIOD, renewed, columns.ofDays(changed));
        Dataset<Row> kept = lake.read(name)
                .where(length(col(PeriodColumns.PERIOD)).gt(MONTH_LENGTH))
                .where(not(col(PeriodColumns.PERIOD).isin(renewed.toArray())));
        staged.append(columns.ofMonths(staged.read().union(kept).where(isOf(months))));
    }

    private Set<String> periods() {
        return lake.partitions(name, lake.version(name), PeriodColumns.PERIOD);
    }

    private static NavigableSet<String> months(Collection<LocalDate> days) {
        NavigableSet<String> months = new TreeSet<>();
        days.forEach(day -> months.add(month(day)));
        return months;
    }

    private static String month(LocalDate day) {
        return YearMonth.from(day).toString();
    }

    private static Column isOf(Collection<String> months) {
        return substring(col(PeriodColumns.PERIOD), 1, MONTH_LENGTH).isin(months.toArray());
    }
}

package io.headrace.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.headrace.features.windows.Measure;
import io.headrace.features.windows.Period;
import io.headrace.features.windows.PeriodColumns;
import io.headrace.features.windows.Periods;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.StagedTable;
import io.headrace.table.TableLayout;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * One table of tiles. It equals the grouping of its source at one version, which its commit names. To go to a newer version costs the
 * days of the files that came or went, and the longer periods of those days; these are made once a later day is there.
 */
final class TileTableColumns {
    private static final String SOURCE_VERSION = "source-version";
    private static final String NOTE = "headrace tiles at version ";

    private final Lake lake;
    private final TableName name;
    private final Source source;
    private final List<Measure> all;
    private final Map<Measure, String> wanted = new LinkedHashMap<>();

    /**
     * The source of tiles.
     *
     * @param where SQL condition that selects the rows
     */
    record Source(TableName table, long version, String where, String entity, String time, ZoneId zone) {
        PeriodColumns of(Dataset<Row> rows, List<Measure> measures) {
            return new PeriodColumns(rows, where, measures, entity, time, zone);
        }

        PeriodColumns in(Lake lake, List<Measure> measures) {
            return of(lake.read(table, version), measures);
        }
    }

    /** A version of the table, and its periods that are valid at the source's version. */
    record State(long version, Periods periods) {}

    /** @param wanted measures, some of which the table may hold */
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
    Dataset<Row> rows(State state, Collection<Period> periods, List<Measure> measures) {
        List<Column> columns = new ArrayList<>(List.of(col("`" + source.entity() + "`"), col("begins"), col("ends")));
        for (int i = 0; i < measures.size(); i++) {
            String column = wanted.get(measures.get(i));
            columns.add((column == null ? lit(null).cast(DataTypes.BinaryType) : col(column)).as("_partial" + i));
        }
        return lake.read(name, state.version())
                .where(col(PeriodColumns.PERIOD).isin((Object[]) texts(periods)))
                .select(columns.toArray(Column[]::new));
    }

    /** The usable state at the source's version, if the table is not newer than that. */
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

    /** The state after the table was brought to the source's version, unless another process is doing so. */
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
        List<String> days = staged.read()
                .select(PeriodColumns.PERIOD)
                .distinct()
                .as(Encoders.STRING())
                .collectAsList();
        if (!days.isEmpty()) {
            Periods made = Periods.of(days, List.of());
            putTogether(staged, columns, longer(made), lake.read(name).where(lit(false)));
        }
    }

    private void renew(StagedTable staged, NavigableSet<LocalDate> changed) {
        if (changed.isEmpty()) {
            return;
        }
        Set<Period> renewed = longer(Periods.of(periods(), changed));
        changed.forEach(day -> renewed.add(new Period(day, 1)));
        PeriodColumns columns = source.in(lake, all);
        staged.replacePartitions(PeriodColumns.PERIOD, Set.of(texts(renewed)), columns.ofDays(changed));
        Column isOld = col(PeriodColumns.PERIOD).isin((Object[]) texts(renewed));
        putTogether(staged, columns, renewed, lake.read(name).where(not(isOld)));
    }

    /** The longer periods whose partials are missing or outdated and that have a later day. */
    private static Set<Period> longer(Periods periods) {
        NavigableSet<LocalDate> days = periods.days();
        Set<Period> longer = new TreeSet<>(Comparator.comparing(Period::toString));
        for (LocalDate day : days) {
            Period.LENGTHS.stream()
                    .map(length -> Period.of(day, length))
                    .filter(period -> period.days() > 1 && !period.next().isAfter(days.last()))
                    .filter(period -> !periods.has(period))
                    .forEach(longer::add);
        }
        return longer;
    }

    /** Makes longer periods of shorter ones, which were staged before or still hold. */
    private static void putTogether(
            StagedTable staged, PeriodColumns columns, Collection<Period> periods, Dataset<Row> kept) {
        for (int i = 1; i < Period.LENGTHS.size(); i++) {
            int days = Period.LENGTHS.get(i);
            int shorter = Period.LENGTHS.get(i - 1);
            List<Period> parts = periods.stream()
                    .filter(period -> period.days() == days)
                    .flatMap(period -> period.first()
                            .datesUntil(period.next(), java.time.Period.ofDays(shorter))
                            .map(first -> new Period(first, shorter)))
                    .toList();
            if (!parts.isEmpty()) {
                Column isPart = col(PeriodColumns.PERIOD).isin((Object[]) texts(parts));
                staged.append(columns.together(staged.read().union(kept).where(isPart), days));
            }
        }
    }

    private Set<String> periods() {
        return lake.partitions(name, lake.version(name), PeriodColumns.PERIOD);
    }

    private static String[] texts(Collection<Period> periods) {
        return periods.stream().map(Period::toString).toArray(String[]::new);
    }
}

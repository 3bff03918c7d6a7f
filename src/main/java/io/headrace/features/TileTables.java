package io.headrace.features;

import io.headrace.features.windows.KeptColumns;
import io.headrace.features.windows.Measure;
import io.headrace.features.windows.Period;
import io.headrace.features.windows.Periods;
import io.headrace.features.windows.WindowColumns;
import io.headrace.run.Digest;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.spec.Windows;
import io.headrace.table.Lake;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The tiles of an input: partial aggregates of whole days, and of several days together, kept in tables {@code tiles.SOURCE_…}.
 * Inputs of any view share them if they read the same table by the same entity, time and condition; a table holds the measures that
 * were first computed together.
 *
 * <p>No result depends on tiles: what they lack is read from the source. They may be deleted at any time.
 */
final class TileTables {
    private static final int DIGITS = 10;

    private final Lake lake;
    private final Windows windows;
    private final TileTableColumns.Source source;
    private final String prefix;

    /** @param version of the input's table */
    TileTables(Lake lake, Input input, long version, String entity, ZoneId zone) {
        this.lake = lake;
        this.windows = input.windows().orElseThrow();
        this.source = new TileTableColumns.Source(
                input.table(), version, windows.where(), entity, input.time().orElseThrow(), zone);
        this.prefix = input.table().name() + "_" + digest(identity()) + "_";
    }

    /** Inputs share tiles if these are the same. */
    private List<String> identity() {
        return List.of(
                source.table().toString(),
                lake.id(source.table()),
                source.entity(),
                lake.read(source.table(), source.version())
                        .schema()
                        .apply(source.entity())
                        .dataType()
                        .sql(),
                source.time(),
                source.zone().getId(),
                windows.where());
    }

    private static String digest(Collection<String> parts) {
        return Digest.of(String.join("\n", parts)).substring(0, DIGITS);
    }

    /**
     * Partials for all aggregates of the input; empty if some are missing.
     *
     * @param maintained whether missing tiles are computed and old ones brought to the source's version
     */
    Optional<KeptColumns> kept(boolean maintained) {
        List<Measure> wanted = WindowColumns.measures(windows);
        List<TileTableColumns> tables = new ArrayList<>();
        List<Measure> missing = new ArrayList<>(wanted);
        for (TableName name : existing()) {
            TileTableColumns table = new TileTableColumns(lake, name, source, missing);
            if (!table.measures().isEmpty()) {
                tables.add(table);
                missing.removeAll(table.measures());
            }
        }
        if (!missing.isEmpty() && maintained) {
            tables.add(made(missing));
            missing.clear();
        }
        if (!missing.isEmpty()) {
            return Optional.empty();
        }
        List<TileTableColumns.State> states = tables.stream()
                .flatMap(table -> (maintained ? table.advanced() : table.state()).stream())
                .toList();
        return states.size() == tables.size() ? Optional.of(new Kept(wanted, tables, states)) : Optional.empty();
    }

    private List<TableName> existing() {
        return lake.tables(Layer.TILES).stream()
                .filter(name -> name.name().startsWith(prefix))
                .toList();
    }

    private TileTableColumns made(List<Measure> measures) {
        NavigableSet<String> columns = new TreeSet<>();
        measures.forEach(measure -> columns.add(measure.toString()));
        return TileTableColumns.made(lake, Layer.TILES.table(prefix + digest(columns)), source, measures);
    }

    /** The tables that hold the measures, together. */
    private record Kept(List<Measure> measures, List<TileTableColumns> tables, List<TileTableColumns.State> states)
            implements KeptColumns {
        @Override
        public Periods periods() {
            return states.stream()
                    .map(TileTableColumns.State::periods)
                    .reduce(Periods::both)
                    .orElseThrow();
        }

        @Override
        public Dataset<Row> rows(Collection<Period> periods) {
            return Stream.iterate(0, i -> i < tables.size(), i -> i + 1)
                    .map(i -> tables.get(i).rows(states.get(i), periods, measures))
                    .reduce(Dataset::union)
                    .orElseThrow();
        }
    }
}

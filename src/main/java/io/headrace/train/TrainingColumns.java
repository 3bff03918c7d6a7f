package io.headrace.train;

import io.headrace.features.FeaturesStage;
import io.headrace.features.InputColumns;
import io.headrace.features.PinnedColumns;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.features.ViewColumns;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The labelled rows that a training run on a date learns from and is tested on.
 *
 * <p>The same code for training runs and for those who only look: features know nothing of their as-of or later, and
 * every label is mature on the date.
 */
public final class TrainingColumns {
    private final TrainSpec spec;
    private final Lake lake;
    private final Tiles tiles;

    public TrainingColumns(TrainSpec spec, Lake lake, Tiles tiles) {
        this.spec = spec;
        this.lake = lake;
        this.tiles = tiles;
    }

    /** The newest versions of the tables that the rows are made of. */
    public Map<String, Long> inputVersions() {
        Map<String, Long> versions = new TreeMap<>(FeaturesStage.inputVersions(spec.view(), lake));
        TableName answers = spec.label().table();
        versions.computeIfAbsent(answers.toString(), table -> lake.version(answers));
        return versions;
    }

    /**
     * The rows: the columns of the view, {@code label} (boolean) and {@code split} (train or test).
     *
     * @param versions of every table of {@link #inputVersions}
     */
    public Dataset<Row> on(LocalDate date, ZoneId zone, Map<String, Long> versions) {
        AsOfs asOfs = AsOfs.of(spec, date, zone);
        InputColumns inputs =
                new PinnedColumns(lake, spec.view(), zone, table -> versions.get(table.toString()), tiles);
        Dataset<Row> features = new ViewColumns(spec.view())
                .at(lake.spark(), zone, asOfs.instants(), inputs)
                .where(functions.expr(spec.population()));
        return new LabelColumns(spec, asOfs)
                .labelled(features, read(spec.label().table(), versions))
                .select(columns());
    }

    private Column[] columns() {
        return Stream.concat(new ViewColumns(spec.view()).columns().stream(), Stream.of("label", "split"))
                .map(functions::col)
                .toArray(Column[]::new);
    }

    private Dataset<Row> read(TableName table, Map<String, Long> versions) {
        return lake.read(table, versions.get(table.toString()));
    }
}

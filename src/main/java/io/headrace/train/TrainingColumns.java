package io.headrace.train;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.train.TrainingNames.LABEL;
import static io.headrace.train.TrainingNames.SPLIT;
import static io.headrace.train.TrainingNames.WEIGHT;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.headrace.features.LakeViewColumns;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.features.ViewColumns;
import io.headrace.spec.CalendarDays;
import io.headrace.spec.FeatureView;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Recipe;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.table.EncryptedColumns;
import io.headrace.table.Lake;
import io.headrace.table.PersonalLineage;
import io.headrace.table.SqlClock;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    private static final double HALF = 0.5;
    private static final int SHOWN_VALUES = 10;
    private static final double SECONDS_OF_DAY = 86_400;

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
        return lake.versions(spec.reads());
    }

    /**
     * The rows: the columns of the view, the label (boolean, number or text), the split (train or test) and the weight, what a
     * row counts in training; the last three named as in {@link TrainingNames}.
     *
     * @param versions of every table of {@link #inputVersions}
     */
    public Dataset<Row> on(LocalDate date, ZoneId zone, Map<String, Long> versions) {
        Dataset<Row> rows =
                spec.hasLabelTimes() ? atLabelTimes(date, zone, versions) : atCommonTimes(date, zone, versions);
        refusePersonal(rows);
        refuseEncrypted(rows);
        Dataset<Row> weighted =
                SqlClock.of(lake.spark(), zone, () -> rows.withColumn(WEIGHT, weight(date.plusDays(1), zone)));
        return spec.fairness()
                .filter(use -> !use.reweighing().isEmpty())
                .map(use -> new GroupWeightColumns(spec, use, zone)
                        .weighted(weighted, read(use.job().groups().table(), versions)))
                .orElse(weighted);
    }

    /** Personal features enter a model by their names only. */
    private void refusePersonal(Dataset<Row> rows) {
        if (spec.choice() == TrainSpec.Choice.NAMED) {
            return;
        }
        Set<String> personal = PersonalLineage.columns(rows);
        List<String> found = spec.features().stream().filter(personal::contains).toList();
        if (!found.isEmpty()) {
            throw TrainErrors.personalFeatures(spec.name(), found);
        }
    }

    /** A training set rests in clear: features may come from encrypted columns where their view says so, a label may not. */
    private void refuseEncrypted(Dataset<Row> rows) {
        if (EncryptedColumns.usesUndecrypted(rows)
                || EncryptedColumns.revealing(rows).contains(LABEL)) {
            throw TrainErrors.encryptedLabel(spec.name());
        }
    }

    /** The same rows as the table of training sets has them: {@code label}, {@code split}, {@code weight}, and features that clash renamed. */
    public Dataset<Row> shownOn(LocalDate date, ZoneId zone, Map<String, Long> versions) {
        return TrainingNames.shown(on(date, zone, versions));
    }

    /**
     * The features that another definition of the view gives to the entities and as-ofs of rows.
     *
     * @param versions of every table of the other definition too
     */
    Dataset<Row> by(FeatureView other, Dataset<Row> rows, ZoneId zone, Map<String, Long> versions) {
        return new LakeViewColumns(lake, other, zone, versions, tiles)
                .at(rows.select(spec.view().entity(), AS_OF));
    }

    private Dataset<Row> population(Dataset<Row> features, ZoneId zone) {
        return SqlClock.of(lake.spark(), zone, () -> features.where(SqlClock.expr(spec.population())));
    }

    private Column weight(LocalDate runDay, ZoneId zone) {
        Recipe.Weights weights = spec.recipe().weights();
        Column weight =
                weights.of().map(sql -> SqlClock.expr(sql).cast("double")).orElse(functions.lit(1.0));
        return weights.halfLifeDays()
                .map(days -> weight.multiply(functions.pow(
                        functions.lit(HALF),
                        functions
                                .lit(Timestamp.from(CalendarDays.begin(runDay, zone)))
                                .cast("double")
                                .minus(functions.col(AS_OF).cast("double"))
                                .divide(days * SECONDS_OF_DAY))))
                .orElse(weight);
    }

    private Dataset<Row> atCommonTimes(LocalDate date, ZoneId zone, Map<String, Long> versions) {
        AsOfs asOfs = AsOfs.of(spec, date, zone);
        Dataset<Row> features = population(view(zone, versions).at(asOfs.instants()), zone);
        return new LabelColumns(spec, asOfs, zone)
                .labelled(features, read(spec.label().table(), versions))
                .select(columns());
    }

    private Dataset<Row> atLabelTimes(LocalDate date, ZoneId zone, Map<String, Long> versions) {
        Dataset<Row> labels = labels(date, zone, versions);
        String entity = spec.view().entity();
        return population(view(zone, versions).at(labels.select(entity, AS_OF)), zone)
                .join(labels, LabelColumns.toSeq(entity, AS_OF))
                .withColumn(SPLIT, LabelColumns.split(spec, functions.col(SPLIT).equalTo("test")))
                .select(columns());
    }

    private Dataset<Row> labels(LocalDate date, ZoneId zone, Map<String, Long> versions) {
        return new LabelTimeColumns(spec, date, zone).labels(table -> read(table, versions));
    }

    /**
     * Compares rows at label times with what scoring would see, at the earliest and the latest of them: a view whose SQL looks across
     * entities gives other features where it is shown some of them only.
     *
     * @param rows of {@link #on} with the same arguments, as they were written
     */
    void requireAsInScoring(Dataset<Row> rows, LocalDate date, ZoneId zone, Map<String, Long> versions) {
        if (!spec.hasLabelTimes()) {
            return;
        }
        Row range = rows.agg(min(AS_OF), max(AS_OF)).first();
        if (range.isNullAt(0)) {
            return;
        }
        if (spec.view().rows().isPresent()) {
            requireRowsAsInScoring(
                    rows, date, zone, versions, range.getTimestamp(1).toInstant());
            return;
        }
        Column[] keys = {functions.col(spec.view().entity()), functions.col(AS_OF)};
        Column[] features = new ViewColumns(spec.view())
                .columns().stream().map(functions::col).toArray(Column[]::new);
        Column isChecked = functions.col(AS_OF).isin(range.get(0), range.get(1));
        Dataset<Row> learnt = rows.where(isChecked).select(features);
        Dataset<Row> scored = population(
                        view(zone, versions)
                                .at(Stream.of(range.getTimestamp(0), range.getTimestamp(1))
                                        .map(Timestamp::toInstant)
                                        .distinct()
                                        .toList()),
                        zone)
                .join(
                        labels(date, zone, versions).where(isChecked).select(keys),
                        LabelColumns.toSeq(spec.view().entity(), AS_OF),
                        "left_semi")
                .select(features);
        learnt.exceptAll(scored)
                .union(scored.exceptAll(learnt))
                .orderBy(keys)
                .limit(1)
                .collectAsList()
                .forEach(row -> {
                    throw TrainErrors.notAsInScoring(
                            spec.name(),
                            spec.view().name(),
                            spec.view().entity() + " = " + row.get(0),
                            row.getTimestamp(1).toInstant());
                });
    }

    /** Compares the labelled rows of the last day with what scoring would see at the end of that day. */
    private void requireRowsAsInScoring(
            Dataset<Row> rows, LocalDate date, ZoneId zone, Map<String, Long> versions, Instant last) {
        LocalDate day = LocalDate.ofInstant(last, zone);
        Instant end = CalendarDays.begin(day.plusDays(1), zone);
        String entity = spec.view().entity();
        Column isChecked = functions.col(AS_OF).geq(functions.lit(Timestamp.from(CalendarDays.begin(day, zone))));
        Dataset<Row> learnt = features(rows.where(isChecked)).drop(AS_OF);
        Dataset<Row> scored = features(population(view(zone, versions).at(List.of(end)), zone)
                        .join(
                                labels(date, zone, versions).where(isChecked).select(entity),
                                LabelColumns.toSeq(entity),
                                "left_semi"))
                .drop(AS_OF);
        learnt.exceptAll(scored)
                .union(scored.exceptAll(learnt))
                .orderBy(entity)
                .limit(1)
                .collectAsList()
                .forEach(row -> {
                    throw TrainErrors.notAsInScoring(spec.name(), spec.view().name(), entity + " = " + row.get(0), end);
                });
    }

    private LakeViewColumns view(ZoneId zone, Map<String, Long> versions) {
        return new LakeViewColumns(lake, spec.view(), zone, versions, tiles);
    }

    /** The key, the as-of and the features alone. */
    Dataset<Row> features(Dataset<Row> rows) {
        return rows.select(new ViewColumns(spec.view())
                .columns().stream().map(functions::col).toArray(Column[]::new));
    }

    private Column[] columns() {
        return Stream.concat(new ViewColumns(spec.view()).columns().stream(), Stream.of(LABEL, SPLIT))
                .map(functions::col)
                .toArray(Column[]::new);
    }

    /**
     * What the column of a known label holds, the most frequent values first, in words; empty for labels by events, and where the column is
     * personal.
     */
    String labelValues(Map<String, Long> versions) {
        if (!(spec.label() instanceof LabelSpec.Known label)) {
            return "";
        }
        Dataset<Row> table = read(label.table(), versions);
        if (PersonalLineage.isMarked(table.schema().apply(label.column()))) {
            return "";
        }
        String values = table
                .groupBy(
                        functions.col("`" + label.column() + "`").cast("string").as("_value"))
                .count()
                .orderBy(functions.desc("count"), functions.asc("_value"))
                .limit(SHOWN_VALUES)
                .collectAsList()
                .stream()
                .map(row -> (row.isNullAt(0) ? "nothing" : '"' + row.getString(0) + '"') + " in " + row.getLong(1)
                        + " rows")
                .collect(Collectors.joining(", "));
        return "; " + label.column() + " of " + label.table() + " holds " + values;
    }

    private Dataset<Row> read(TableName table, Map<String, Long> versions) {
        return lake.read(table, versions.get(table.toString()));
    }
}

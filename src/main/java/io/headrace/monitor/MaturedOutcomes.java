package io.headrace.monitor;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.metric.Target;
import io.headrace.quality.ChampionColumns;
import io.headrace.quality.DecidingArms;
import io.headrace.quality.SlicedRows;
import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.quality.StoredCounts;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.train.ScoredLabels;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Counts what became of those who were scored, once their labels are known, and again where labels came late. */
final class MaturedOutcomes {
    private static final DateTimeFormatter AS_OF_TEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final TrainSpec training;
    private final Lake lake;
    private final ScoredLabels labels;

    MaturedOutcomes(TrainSpec training, Lake lake, ZoneId zone) {
        this.training = training;
        this.lake = lake;
        this.labels = new ScoredLabels(training, lake, zone);
    }

    /**
     * Whether a run counts the labels of an as-of: one of the days of {@link ScoredLabels#steps} is that of the run, or has passed since the
     * run before.
     *
     * @param last date of the last run before it; empty for the first
     */
    boolean isDue(String asOf, LocalDate date, Optional<LocalDate> last) {
        return labels.steps(instant(asOf)).stream().anyMatch(step -> isPast(step, date, last));
    }

    /** Whether it is the first time that a run counts the labels of an as-of. */
    boolean isFirst(String asOf, LocalDate date, Optional<LocalDate> last) {
        return isPast(labels.steps(instant(asOf)).get(0), date, last);
    }

    private static boolean isPast(LocalDate day, LocalDate date, Optional<LocalDate> last) {
        return !day.isAfter(date) && last.map(day::isAfter).orElse(true);
    }

    private static Instant instant(String asOf) {
        return LocalDateTime.parse(asOf, AS_OF_TEXT).toInstant(ZoneOffset.UTC);
    }

    /**
     * The outcomes of those who were scored as of a moment, all rows first and then slices; none where no label is known. Where arms decided
     * also those of each arm.
     *
     * @param table of scores
     * @param scoresVersion its version that shows what is published of the as-of
     * @param date of the run
     * @param versions of the table of labels, and of that of the features where there are slices
     * @param slices by version of the model
     */
    List<Counted> of(
            TableName table,
            String asOf,
            long scoresVersion,
            LocalDate date,
            Map<String, Long> versions,
            IntFunction<SlicedRows> slices) {
        Instant moment = instant(asOf);
        Dataset<Row> published = at(table, scoresVersion, moment);
        Optional<DecidingArms> arms =
                training.target() == Target.BINARY ? DecidingArms.of(published) : Optional.empty();
        Dataset<Row> labelled = labels.of(
                published.drop("reasons"),
                moment,
                date,
                versions.get(training.label().table().toString()));
        if (arms.isEmpty()) {
            return counted(published, labelled, asOf, versions, slices);
        }
        // Labels are looked for once, not for each count.
        labelled.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Counted> found = new ArrayList<>(counted(published, labelled, asOf, versions, slices));
            if (!found.isEmpty()) {
                found.addAll(arms.get().outcomes(labelled, asOf, col(ScoredLabels.column())));
            }
            return found;
        } finally {
            labelled.unpersist();
        }
    }

    /** What the champion says of all rows, and of slices. */
    private List<Counted> counted(
            Dataset<Row> published,
            Dataset<Row> labelled,
            String asOf,
            Map<String, Long> versions,
            IntFunction<SlicedRows> slices) {
        Dataset<Row> ofChampion = ChampionColumns.of(labelled);
        StoredCounts counts = labels.counts(ofChampion);
        if (counts.rows() == counts.missing()) {
            return List.of();
        }
        int version =
                ChampionColumns.of(published).select("model_version").first().getInt(0);
        List<StoredCounts> found = new ArrayList<>(List.of(counts));
        Long features = versions.get(training.view().table().toString());
        if (features != null) {
            found.addAll(
                    sliced(ofChampion, slices.apply(version), at(training.view().table(), features, instant(asOf))));
        }
        return Counted.all(version, Optional.of(asOf), found);
    }

    private List<StoredCounts> sliced(Dataset<Row> labelled, SlicedRows slices, Dataset<Row> population) {
        return !slices.features().isEmpty() && List.of(population.columns()).containsAll(slices.features())
                ? labels.counts(labelled, slices, population)
                : List.of();
    }

    private Dataset<Row> at(TableName table, long version, Instant moment) {
        return lake.read(table, version).where(col(AS_OF).equalTo(lit(Timestamp.from(moment))));
    }
}

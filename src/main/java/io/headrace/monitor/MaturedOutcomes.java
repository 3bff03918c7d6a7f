package io.headrace.monitor;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.metric.Target;
import io.headrace.quality.ScoredRows;
import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.quality.StoredCounts;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.table.Lake;
import io.headrace.train.ScoredLabels;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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

    /** Whether outcomes are counted: they are of probabilities. */
    boolean isCounted() {
        return training.target() == Target.BINARY;
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
     * The outcomes of those who were scored as of a moment; empty where no label is known.
     *
     * @param table of scores
     * @param scoresVersion its version that shows what is published of the as-of
     * @param date of the run
     * @param labelsVersion version of the table of labels
     */
    Optional<Counted> of(TableName table, String asOf, long scoresVersion, LocalDate date, long labelsVersion) {
        Instant moment = instant(asOf);
        Dataset<Row> scores = lake.read(table, scoresVersion).where(col(AS_OF).equalTo(lit(Timestamp.from(moment))));
        LabelledCounts counts = ScoredRows.labelled(
                labels.of(scores, moment, date, labelsVersion),
                col("probability"),
                col("decision"),
                col(ScoredLabels.column()));
        return counts.rows() == 0
                ? Optional.empty()
                : Optional.of(new Counted(
                        scores.select("model_version").first().getInt(0),
                        Optional.of(asOf),
                        StoredCounts.of(Of.OUTCOMES, counts)));
    }
}

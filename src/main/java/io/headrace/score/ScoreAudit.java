package io.headrace.score;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;

import io.headrace.features.FeaturesStage;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.Lake;
import io.headrace.table.Publications.Publication;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Audits scores before they are published: against fixed bounds and against the previous publication. */
final class ScoreAudit {
    private final ScoreSpec spec;
    private final Lake lake;

    ScoreAudit(ScoreSpec spec, Lake lake) {
        this.spec = spec;
        this.lake = lake;
    }

    /** Rows and mean score. */
    record Summary(long rows, double mean) {
        static Summary of(Dataset<Row> scores) {
            Row row = scores.agg(count(lit(1)), avg("score")).first();
            return new Summary(row.getLong(0), row.isNullAt(1) ? 0 : row.getDouble(1));
        }
    }

    /**
     * Why rows may not be published that are not one for each key; empty if they are.
     *
     * @param scored the staged scores
     * @param unscored the staged rows without one
     */
    Optional<String> repeated(Dataset<Row> scored, Dataset<Row> unscored) {
        String entity = spec.view().entity();
        Row found = FeaturesStage.repeated(
                        spec.view(), scored.select(entity, AS_OF).union(unscored.select(entity, AS_OF)))
                .agg(count(lit(1)), min(entity), sum("_rows"))
                .first();
        return found.getLong(0) == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%d rows for %d values of %s, such as %s, instead of one for each: correct view %s, or if the model learnt from an"
                                + " older definition of it, train and promote a version with the current one",
                        found.getLong(2),
                        found.getLong(0),
                        entity,
                        found.get(1),
                        spec.view().name()));
    }

    /**
     * The reasons against publication; empty if the scores may be published.
     *
     * @param unscored the number of rows of the population without a score
     * @param earlier the visible publication of the latest earlier as-of
     */
    List<String> refusals(Summary summary, long unscored, Optional<Publication> earlier) {
        List<String> refusals = new ArrayList<>();
        double share = (double) unscored / (summary.rows() + unscored);
        spec.audit()
                .unscoredAtMost()
                .filter(bound -> share > bound)
                .ifPresent(bound -> refusals.add(String.format(
                        Locale.ROOT,
                        "%.4f of the population could not be scored, more than unscored-at-most = %s",
                        share,
                        bound)));
        earlier.map(publication -> Summary.of(lake.read(spec.table())
                        .where(col(AS_OF).equalTo(lit(publication.asOf()).cast("timestamp")))))
                .ifPresent(before -> refusals.addAll(against(before, summary)));
        return refusals;
    }

    private List<String> against(Summary before, Summary now) {
        List<String> refusals = new ArrayList<>();
        spec.audit()
                .rowsAtLeastOfPrevious()
                .filter(bound -> now.rows() < bound * before.rows())
                .ifPresent(bound -> refusals.add(String.format(
                        Locale.ROOT,
                        "%d rows after %d in the previous publication, less than rows-at-least-of-previous = %s",
                        now.rows(),
                        before.rows(),
                        bound)));
        spec.audit()
                .meanScoreChangeAtMost()
                .filter(bound -> Math.abs(now.mean() - before.mean()) > bound)
                .ifPresent(bound -> refusals.add(String.format(
                        Locale.ROOT,
                        "mean score %.4f after %.4f in the previous publication, a change of more than mean-score-change-at-most = %s",
                        now.mean(),
                        before.mean(),
                        bound)));
        return refusals;
    }
}

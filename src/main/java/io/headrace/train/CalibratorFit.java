package io.headrace.train;

import static io.headrace.train.TrainingNames.LABEL;
import static org.apache.spark.sql.functions.col;

import io.headrace.model.Calibrator;
import io.headrace.model.Predictor;
import io.headrace.spec.Learner;
import io.headrace.spec.TrainSpec;
import io.headrace.train.CalibratorChoice.Chosen;
import io.headrace.train.search.Fitting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits a calibrator on scores of the training rows, each by a model that has learnt from the rows of other entities only. The model itself,
 * of the same settings, can so learn from all of them.
 *
 * <p>Of more than {@value #JUDGED_ROWS} rows those of a share of the entities are scored, chosen by a hash.
 */
final class CalibratorFit {
    static final int FOLDS = 5;
    private static final int JUDGED_ROWS = 500_000;
    private static final int BUCKETS = 1_000_000;
    private static final int LEAST_OF_EACH = 2;
    private static final String SCORE = "_score";
    private static final String HELD = "_held";

    private final TrainSpec spec;
    private final Fitting fitting;

    /**
     * @param fitting fits the models of the folds
     */
    CalibratorFit(TrainSpec spec, Fitting fitting) {
        this.spec = spec;
        this.fitting = fitting;
    }

    /** The calibrator that the job asks for, chosen by the training rows. */
    Chosen fit(Dataset<Row> rows, Learner learner) {
        Column fold = fitting.hash("calibrate", FOLDS);
        long[][] counts = counts(rows, fold);
        if (!isEnough(counts)) {
            return new Chosen(
                    Calibrator.NONE,
                    "none is kept, as " + FOLDS + " folds by entity need rows each, and 2 rows of each label outside");
        }
        List<Row> scored = new ArrayList<>();
        for (int held = 0; held < FOLDS; held++) {
            Predictor model = Predictor.of(fitting.fit(fitting.prepared(rows.where(fold.notEqual(held))), learner));
            scored.addAll(ComparedColumns.withScore(sampled(rows, counts).where(fold.equalTo(held)), model, SCORE)
                    .select(col(LABEL), col(SCORE), fold.as(HELD))
                    .collectAsList());
        }
        boolean[] labels = new boolean[scored.size()];
        IntStream.range(0, labels.length).forEach(i -> labels[i] = scored.get(i).getBoolean(0));
        return new CalibratorChoice(
                        scored.stream().mapToDouble(row -> row.getDouble(1)).toArray(),
                        labels,
                        scored.stream().mapToInt(row -> row.getInt(2)).toArray())
                .of(spec.recipe().calibration());
    }

    /** Rows by fold: negatives and positives. */
    private static long[][] counts(Dataset<Row> rows, Column fold) {
        long[][] counts = new long[FOLDS][2];
        rows.groupBy(fold.as(HELD), col(LABEL))
                .count()
                .collectAsList()
                .forEach(row -> counts[row.getInt(0)][row.getBoolean(1) ? 1 : 0] = row.getLong(2));
        return counts;
    }

    private static boolean isEnough(long[][] counts) {
        return IntStream.range(0, FOLDS)
                .allMatch(held -> counts[held][0] + counts[held][1] > 0
                        && outside(counts, held, 0) >= LEAST_OF_EACH
                        && outside(counts, held, 1) >= LEAST_OF_EACH);
    }

    private static long outside(long[][] counts, int held, int label) {
        return IntStream.range(0, FOLDS)
                .filter(fold -> fold != held)
                .mapToLong(fold -> counts[fold][label])
                .sum();
    }

    private Dataset<Row> sampled(Dataset<Row> rows, long[][] counts) {
        long count = 0;
        for (long[] fold : counts) {
            count += fold[0] + fold[1];
        }
        return count <= JUDGED_ROWS
                ? rows
                : rows.where(fitting.hash("calibrator", BUCKETS).lt(BUCKETS * (long) JUDGED_ROWS / count));
    }
}

package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.model.Calibrator;
import io.headrace.model.CompiledModel;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe;
import io.headrace.spec.Recipe.Calibration;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** F3: calibrators are fitted on out-of-fold scores, the model on all training rows. */
@ExtendWith(LakeExtension.class)
class CalibrationSparkIT {
    /** A tree that learns single rows by heart: its scores of them say nothing of its scores of others. */
    private static final Learner BY_HEART =
            Learner.of("decision-tree", Map.of("max-depth", 12.0, "min-instances-per-node", 1.0));

    private static TrainSpec spec(Learner learner, Calibration calibration) {
        Recipe plain = Recipe.of(learner, 42);
        return SmallShop.train()
                .with(new Recipe(
                        learner,
                        plain.weights(),
                        plain.preparation(),
                        plain.monotone(),
                        List.of(),
                        Optional.empty(),
                        calibration,
                        42));
    }

    private static TrialFit fit(TrainSpec spec) {
        return new TrialFit(spec, ZoneOffset.UTC, Clock.systemUTC());
    }

    private static Dataset<Row> rows(Lake lake, int count) {
        return lake.spark()
                .sql("select id as customer_id, timestamp'2026-01-01' as as_of,"
                        + " cast(pmod(hash(id, 1), 90) as int) as days_since_purchase, cast(pmod(hash(id, 2), 9) as int) as orders,"
                        + " pmod(hash(id, 3), 100) < pmod(hash(id, 1), 90) as _label, 1d as _weight,"
                        + " if(id % 5 = 0, 'test', 'train') as _split from range(0, " + count + ", 1, 2)");
    }

    @Test
    void theModelLearnsFromAllRowsAndTheCalibratorFromScoresOfOthers(Lake lake) {
        Dataset<Row> rows = rows(lake, 1500).cache();
        TrialFit.Fitted plain = fit(spec(BY_HEART, Calibration.NONE)).fit(rows);
        TrialFit.Fitted best = fit(spec(BY_HEART, Calibration.BEST)).fit(rows);
        assertThat(plain.calibration()).isEqualTo(CalibratorChoice.Chosen.UNASKED);
        assertThat(best.predictor().model()).isEqualTo(plain.predictor().model());

        CalibratorChoice.Chosen expected = byHand(rows).of(Calibration.BEST);
        assertThat(expected.calibrator()).isNotEqualTo(Calibrator.NONE);
        assertThat(best.calibration().why()).isEqualTo(expected.why());
        for (double score = 0; score <= 1; score += 0.05) {
            assertThat(best.predictor().calibrator().calibrated(score))
                    .isCloseTo(expected.calibrator().calibrated(score), within(1e-9));
        }
        rows.unpersist();
    }

    /** A model for each fifth of the customers, of the rows of the others, and its score of each row of the fifth. */
    private static CalibratorChoice byHand(Dataset<Row> rows) {
        TrainSpec spec = spec(BY_HEART, Calibration.NONE);
        List<Double> scores = new ArrayList<>();
        List<Boolean> labels = new ArrayList<>();
        List<Integer> folds = new ArrayList<>();
        for (int fold = 0; fold < 5; fold++) {
            String own = "pmod(xxhash64(cast(customer_id as string), 'calibrate', 42L), 5) = " + fold;
            CompiledModel model = fit(spec)
                    .fit(rows.where("_split = 'train' and not " + own))
                    .predictor()
                    .model();
            for (Row row : rows.where("_split = 'train' and " + own).collectAsList()) {
                Object[] values = model.encoder().featureNames().stream()
                        .map(row::<Object>getAs)
                        .toArray();
                scores.add(model.score(values));
                labels.add(row.getAs("_label"));
                folds.add(fold);
            }
        }
        boolean[] yes = new boolean[labels.size()];
        for (int i = 0; i < yes.length; i++) {
            yes[i] = labels.get(i);
        }
        return new CalibratorChoice(
                scores.stream().mapToDouble(Double::doubleValue).toArray(),
                yes,
                folds.stream().mapToInt(Integer::intValue).toArray());
    }

    @Test
    void tooFewEntitiesForFoldsGetNoCalibratorAndAreToldWhy(Lake lake) {
        TrialFit.Fitted fitted = fit(spec(BY_HEART, Calibration.PLATT)).fit(rows(lake, 6));
        assertThat(fitted.calibration().isDropped()).isTrue();
        assertThat(fitted.calibration().why()).startsWith("none is kept, as 5 folds by entity need rows each");
    }
}

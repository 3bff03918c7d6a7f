package io.headrace.score;

import static io.headrace.testing.SmallShop.DAY;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.job.JobRunner.Again;
import io.headrace.model.CompiledModel;
import io.headrace.model.ModelFile;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.Outcome;
import io.headrace.spec.Arms;
import io.headrace.spec.Assessment;
import io.headrace.spec.Assessment.Purpose;
import io.headrace.spec.Assessment.Value;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.JobHeader;
import io.headrace.spec.Schedule;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Work;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.hocon.DefinedView;
import io.headrace.table.Lake;
import io.headrace.table.StagedTable;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Scores of those whose features did not change are carried over, and are those that a full run gives. */
@ExtendWith(LakeExtension.class)
class CarriedSparkIT {
    /** Features that stay the same for those who buy nothing. */
    private static final FeatureView VIEW = DefinedView.read(
            "activity",
            "{\"columns\":{\"days_since_purchase\":\"integer\",\"orders\":\"integer\"},\"entity\":\"customer_id\","
                    + "\"inputs\":{\"sales\":{\"lookback\":\"60 days\",\"table\":\"silver.sales\",\"time\":\"sold_at\"}}}\n"
                    + "select customer_id, as_of, dayofmonth(max(sold_at)) as days_since_purchase, cast(count(*) as int)"
                    + " as orders from sales group by customer_id, as_of");

    private static ScoreSpec score(String digest, Optional<Double> checked) {
        ScoreSpec spec = SmallShop.score(0.2);
        return new ScoreSpec(
                new JobHeader(spec.name(), "test", Schedule.DAILY, digest),
                spec.model(),
                VIEW,
                spec.where(),
                spec.reasons(),
                new ScoreSpec.Threshold.ByValue(),
                spec.table(),
                spec.keepDays(),
                spec.audit(),
                new Work(Work.USUAL.rowsPerSlice(), checked),
                Arms.NONE);
    }

    /** F4: what acting earns and costs differs by row, and by a column that changes while scores do not. */
    private static TrainSpec train() {
        TrainSpec spec = SmallShop.train().with(VIEW);
        String hit = "if(customer_id = 3 and as_of = timestamp'2026-01-22', null, 1 + orders)";
        Value value = new Value(hit, "-2 * dayofmonth(as_of) / 20 * orders", "0", "0", "EUR", Optional.empty());
        return new TrainSpec(
                spec.header(),
                spec.model(),
                spec.view(),
                spec.features(),
                spec.population(),
                spec.label(),
                spec.asOfs(),
                spec.group(),
                spec.test(),
                spec.recipe(),
                new Assessment(Purpose.UNSAID, Optional.empty(), List.of(), Optional.of(value)),
                spec.gates());
    }

    private static void assertDecidedByRow(Lake lake, Dataset<Row> scores) {
        Row naive = scores.as("s")
                .join(lake.read(VIEW.table()).as("f"), expr("s.customer_id = f.customer_id and s.as_of = f.as_of"))
                .selectExpr(
                        "count(*)",
                        "count_if(decision = (probability * (1 + orders)"
                                + " - (1 - probability) * 2 * dayofmonth(s.as_of) / 20 * orders >= 0))",
                        "count_if(decision)",
                        "count_if(threshold_id = 'value')")
                .first();
        assertThat(naive.getLong(0)).isEqualTo(scores.count());
        assertThat(naive.getLong(1)).isEqualTo(scores.count());
        assertThat(naive.getLong(2)).isBetween(1L, scores.count() - 1);
        assertThat(naive.getLong(3)).isEqualTo(scores.count());
    }

    @Test
    @Tag("full")
    void scoresCarriedOverAreThoseOfAFullRun(Lake lake) {
        ScoreSpec full = score("as it was", Optional.empty());
        ScoreSpec incremental = score("as it was", Optional.of(0.5));
        FeaturesSpec features = new FeaturesSpec(SmallShop.features().header(), VIEW);
        SmallShop shop = SmallShop.of(lake).deliverHistory().runAll(DAY, SmallShop.ingest(), features, train());
        assertThat(shop.run(incremental, DAY).message())
                .endsWith("; none carried over, as no earlier publication has this version and definition");
        shop.deliverCorrections().runAll(DAY.plusDays(1), SmallShop.ingest(), features);
        SmallShop other = shop.copy("other");

        Outcome carried = shop.run(incremental, DAY.plusDays(1));
        other.run(full, DAY.plusDays(1));
        Dataset<Row> scores = lake.read(full.table());
        assertThat(LakeContents.rows(scores))
                .isEqualTo(LakeContents.rows(other.lake().read(full.table())));
        assertDecidedByRow(lake, scores);
        assertThat(lake.read(full.errorTable()).collectAsList())
                .singleElement()
                .satisfies(row -> assertThat(row.<Long>getAs("customer_id")).isEqualTo(3))
                .satisfies(row -> assertThat(row.<String>getAs("message"))
                        .isEqualTo("value in the train job gives no number for the row"));
        long same = lake.read(VIEW.table())
                .groupBy("customer_id", "days_since_purchase", "orders")
                .count()
                .where("count = 2")
                .count();
        assertThat(same).isBetween(1L, scores.count() / 2 - 1);
        assertThat(carried.counts()).containsEntry("carried", Long.toString(same));
        assertThat(carried.message())
                .containsPattern(
                        "; " + same
                                + " carried over from 2026-01-21 00:00:00, of which [1-9][0-9]* were scored again and are equal$");

        Outcome changed = shop.run(score("another", Optional.of(0.5)), DAY.plusDays(1), Again.FORCE);
        assertThat(changed.counts()).doesNotContainKey("carried");
        aScoreThatIsNotTheModelsIsFound(shop, incremental);
    }

    /** The earlier publication changed under the run's hands. */
    private static void aScoreThatIsNotTheModelsIsFound(SmallShop shop, ScoreSpec spec) {
        Lake lake = shop.lake();
        StagedTable staged = lake.stage(spec.table());
        Dataset<Row> wrong = lake.read(spec.table())
                .where("as_of = '2026-01-21'")
                .withColumn("raw_score", expr("if(customer_id = 2, raw_score + 1e-9, raw_score)"));
        staged.replacePartition(Map.of("as_of", "2026-01-21 00:00:00"), wrong);
        staged.publishUnlessChanged(Map.of(), "wrong");
        Registry registry = shop.registry();
        String digest = registry.champion(spec.model()).digest();
        ModelFile file = registry.load(spec.model(), digest);
        CompiledModel model = file.model();
        Map<String, String> facts = new TreeMap<>(Map.of(
                "carried_as_of", "2026-01-21 00:00:00",
                "carried_run", wrong.first().<String>getAs("run_id"),
                "carried_scores_version", Long.toString(lake.version(spec.table())),
                "carried_features_version", Long.toString(lake.version(VIEW.table()))));
        Intent intent = new Intent("score-lapse/2026-01-21/9", "", Map.of(), java.util.List.of(), facts, 0);
        ScoreColumns columns = new ScoreColumns(score("as it was", Optional.of(1.0)));
        CarriedColumns carried = new CarriedColumns(score("as it was", Optional.of(1.0)), lake, intent);
        CarriedColumns.Tally tally = carried.tally(carried.scored(
                lake.read(VIEW.table()).where("as_of = '2026-01-21'"),
                model.encoder().featureNames(),
                columns.explained(model, registry.artifact(spec.model(), digest)),
                columns.answers(file)));
        assertThat(tally.refusal())
                .hasValue("1 of " + tally.checked()
                        + " checked scores carried over from 2026-01-21 00:00:00 differ from the model's scores now, for example"
                        + " that of 2; run again without work.incremental-checked and report this as a bug");
    }
}

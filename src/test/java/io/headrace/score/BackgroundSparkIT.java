package io.headrace.score;

import static io.headrace.testing.SmallShop.DAY;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.model.Background;
import io.headrace.model.CompiledModel;
import io.headrace.model.Contribution;
import io.headrace.model.Explanation;
import io.headrace.model.ReasonOrder;
import io.headrace.run.HeadraceException;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Reasons;
import io.headrace.spec.ScoreSpec.Work;
import io.headrace.table.Lake;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reasons are counted from rows of the population, the same ones however the run is worked off. */
@ExtendWith(LakeExtension.class)
class BackgroundSparkIT {
    private static final int ROWS = 5;

    private static ScoreSpec against(String where) {
        ScoreSpec spec = SmallShop.score(0.2);
        return spec.with(new Reasons(
                spec.reasons().top(), spec.reasons().themes(), Optional.of(new ScoreSpec.Background(ROWS, where))));
    }

    @Test
    @Tag("full")
    void reasonsAreCountedFromTheRowsOfTheCondition(Lake lake) {
        ScoreSpec spec = against("probability < 0.5 and orders > 1");
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(DAY, SmallShop.ingest(), SmallShop.features(), SmallShop.train())
                .spreadFeatures(3);
        assertThatThrownBy(() -> shop.run(against("orders < 0"), DAY))
                .isInstanceOf(HeadraceException.class)
                .hasMessageContaining(
                        "score-lapse has no background rows: no row of the population with a score is one where orders < 0");
        SmallShop usual = shop.copy("usual");
        SmallShop inSlices = shop.copy("slices");
        usual.run(SmallShop.score(0.2), DAY);
        shop.run(spec, DAY);
        inSlices.run(spec.with(new Work(1, Optional.empty())), DAY);
        Dataset<Row> scores = lake.read(spec.table());
        assertThat(LakeContents.rows(inSlices.lake().read(spec.table()))).isEqualTo(LakeContents.rows(scores));
        assertThat(scores.select("score", "rank_pct", "decision")
                        .exceptAll(usual.lake().read(spec.table()).select("score", "rank_pct", "decision"))
                        .count())
                .isZero();
        assertThat(scores.select("reason_version").first())
                .isNotEqualTo(
                        usual.lake().read(spec.table()).select("reason_version").first());
        assertReasonsOf(shop, spec, scores);
    }

    /** Beside the compiled model, asked row by row against rows that are looked up again. */
    private static void assertReasonsOf(SmallShop shop, ScoreSpec spec, Dataset<Row> scores) {
        CompiledModel model = shop.registry()
                .load(spec.model(), shop.registry().champion(spec.model()).digest())
                .model();
        List<String> features = model.encoder().featureNames();
        Dataset<Row> population = shop.lake()
                .read(spec.view().table())
                .where(col("as_of").equalTo(scores.select("as_of").first().get(0)))
                .where(spec.where());
        List<Object[]> background =
                population
                        .where("orders > 1")
                        .withColumn("hash", xxhash64(col(spec.view().entity())))
                        .collectAsList()
                        .stream()
                        .sorted(Comparator.comparingLong(row -> row.<Long>getAs("hash")))
                        .map(row -> features.stream().map(row::getAs).toArray())
                        .filter(row -> model.score(row) < 0.5)
                        .limit(ROWS)
                        .toList();
        assertThat(background).hasSize(ROWS);
        Background rows = Background.of(model, background);
        List<Row> joined = scores.join(
                        population.drop("as_of", "feature_version"), spec.view().entity())
                .collectAsList();
        assertThat(joined).hasSizeGreaterThan(ROWS);
        for (Row row : joined) {
            Explanation expected =
                    model.scorer(rows).explain(features.stream().map(row::getAs).toArray());
            assertThat(row.<Double>getAs("base_value")).isEqualTo(expected.baseValue());
            List<Contribution> reasons = expected.topReasons(spec.reasons().top(), ReasonOrder.RAISING);
            List<Row> found = row.getList(row.fieldIndex("reasons"));
            assertThat(found)
                    .extracting(reason -> reason.getString(0))
                    .isEqualTo(reasons.stream().map(Contribution::feature).toList());
            IntStream.range(0, found.size())
                    .forEach(i -> assertThat(found.get(i).getDouble(2))
                            .isCloseTo(reasons.get(i).amount(), within(1e-12)));
        }
    }
}

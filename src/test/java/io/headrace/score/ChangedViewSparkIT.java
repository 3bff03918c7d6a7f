package io.headrace.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.features.KeptViews;
import io.headrace.job.JobRunner.Again;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.Outcome;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.hocon.DefinedView;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TableAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A model is given the features that it learnt from, whatever becomes of the view. */
@ExtendWith(LakeExtension.class)
class ChangedViewSparkIT {
    private static FeatureView view(String orders) {
        return view(orders, "");
    }

    private static FeatureView view(String orders, String grouping) {
        return DefinedView.read(
                "activity",
                "{\"columns\":{\"days_since_purchase\":\"integer\",\"orders\":\"integer\"},\"entity\":\"customer_id\","
                        + "\"inputs\":{\"sales\":{\"lookback\":\"60 days\",\"table\":\"silver.sales\",\"time\":\"sold_at\"}}}\n"
                        + "select customer_id, as_of, datediff(as_of, max(sold_at)) as days_since_purchase, cast("
                        + orders
                        + " as int) as orders from sales group by customer_id, as_of"
                        + grouping);
    }

    private static FeaturesSpec features(FeatureView view) {
        return new FeaturesSpec(SmallShop.features().header(), view);
    }

    private static ScoreSpec score(FeatureView view) {
        return SmallShop.score(0.5).with(view);
    }

    private static Dataset<Row> scores(SmallShop shop) {
        return shop.lake()
                .read(SmallShop.score(0.5).table())
                .select("customer_id", "as_of", "score", "reasons", "feature_version");
    }

    @Test
    @Tag("full")
    void keepsItsFeaturesUntilAnotherIsTrained(Lake lake) throws IOException {
        FeatureView before = view("count(*)");
        FeatureView after = view("100 * count(*)");
        SmallShop shop = SmallShop.of(lake).deliverHistory();
        shop.runAll(
                SmallShop.DAY,
                SmallShop.ingest(),
                features(before),
                SmallShop.train().with(before),
                score(before));
        Dataset<Row> first = lake.spark()
                .createDataFrame(scores(shop).collectAsList(), scores(shop).schema());
        shop.run(features(after), SmallShop.DAY, Again.FORCE);
        Outcome again = shop.run(score(after), SmallShop.DAY, Again.FORCE);
        assertThat(again.message())
                .contains("features by the definition that the model was trained with, as the view has changed");
        TableAssert.assertThat(scores(shop)).hasSameRowsAs(first);

        assertThat(new KeptViews(lake).find("activity", before.digest()))
                .map(FeatureView::definition)
                .hasValue(before.definition());
        Path kept = Path.of(lake.root(), "views", "activity", before.digest() + ".json");
        Files.delete(kept);
        assertThatThrownBy(() -> shop.run(score(after), SmallShop.DAY, Again.FORCE))
                .isInstanceOf(HeadraceException.class)
                .hasMessageContaining("version 1 of the model was trained with definition " + before.digest());

        shop.run(SmallShop.train().with(after), SmallShop.DAY, Again.FORCE);
        assertThat(shop.run(score(after), SmallShop.DAY, Again.FORCE).message()).doesNotContain("the view has changed");
        assertThat(scores(shop)
                        .where("feature_version = '" + after.digest() + "'")
                        .count())
                .isEqualTo(scores(shop).count());
    }

    /** E1: the definition that the champion learnt from gave one row for each customer then, and two for some now. */
    @Test
    @Tag("full")
    void anOlderDefinitionThatRepeatsRowsIsRefused(Lake lake) {
        FeatureView before = view("count(*)", ", sold_at > timestamp'2026-01-14 10:09:00'");
        FeatureView after = view("count(*)");
        LocalDate early = LocalDate.of(2026, 1, 16);
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(SmallShop.DAY, SmallShop.ingest())
                .runAll(early, SmallShop.train().with(before))
                .runAll(SmallShop.DAY, features(after));
        assertThatThrownBy(() -> shop.run(score(after), SmallShop.DAY))
                .isInstanceOfSatisfying(
                        HeadraceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.REFUSED))
                .hasMessageMatching(
                        "(?s).*\\d+ rows for \\d+ values of customer_id, such as \\d+, instead of one for each.*");
        assertThat(shop.lake().has(SmallShop.score(0.5).table()) ? scores(shop).count() : 0)
                .isZero();

        Outcome trained = shop.run(SmallShop.train().with(after), SmallShop.DAY);
        assertThat(trained.message()).contains("not compared with the champion, version 1: its definition of the view");
        long tested = shop.lake()
                .read(SmallShop.train().trainingTable())
                .where("model_version = 2 and split = 'test'")
                .count();
        assertThat(trained.counts()).containsEntry("test_rows", Long.toString(tested));
        shop.run(score(after), SmallShop.DAY);
        assertThat(scores(shop).count())
                .isPositive()
                .isEqualTo(scores(shop).select("customer_id").distinct().count());
    }

    /** E1: test rows that the champion's definition has no row for still count. */
    @Test
    @Tag("full")
    void rowsThatAnOlderDefinitionLacksAreTestedToo(Lake lake) {
        FeatureView before = view("count(*)", " having max(customer_id) < 15");
        FeatureView after = view("count(*)");
        SmallShop shop = SmallShop.of(lake)
                .deliverHistory()
                .runAll(SmallShop.DAY, SmallShop.ingest(), SmallShop.train().with(before));
        Outcome trained = shop.run(SmallShop.train().with(after), SmallShop.DAY, Again.FORCE);
        long tested = shop.lake()
                .read(SmallShop.train().trainingTable())
                .where("model_version = 2 and split = 'test'")
                .count();
        assertThat(trained.counts()).containsEntry("test_rows", Long.toString(tested));
        assertThat(trained.message()).doesNotContain("not compared");
    }
}

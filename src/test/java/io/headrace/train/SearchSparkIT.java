package io.headrace.train;

import static io.headrace.testing.Interruptions.killedAt;
import static io.headrace.testing.Interruptions.pointsOf;
import static io.headrace.testing.SmallShop.DAY;
import static io.headrace.testing.SmallShop.DEAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.Json;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe;
import io.headrace.spec.Recipe.Range;
import io.headrace.spec.Recipe.Search;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.testing.LakeContents;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.train.search.Fitting;
import io.headrace.train.search.FoldColumns;
import io.headrace.train.search.SettingsSearch;
import io.headrace.train.search.Trial;
import io.headrace.train.search.TrialEncoders;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LakeExtension.class)
class SearchSparkIT {
    private static final Learner BOOSTED =
            Learner.of("boosted-trees", Map.of("max-iter", 3.0, "min-instances-per-node", 1.0));

    private static TrainSpec searching(Learner learner, boolean halving) {
        Search search = new Search(
                new TreeMap<>(Map.of("max-depth", new Range.Listed(List.of(1.0, 2.0, 3.0)))),
                Optional.empty(),
                2,
                halving,
                Optional.empty());
        return SmallShop.train().with(Recipe.of(learner, 42).with(search));
    }

    @Test
    @Tag("full")
    void aKilledSearchGoesOnWhereItEnded(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory().runAll(DAY, SmallShop.ingest());
        SmallShop clean = shop.copy("clean");
        List<String> points = pointsOf(() -> clean.run(searching(BOOSTED, false), DAY));
        long trials = points.stream().filter("tried"::equals).count();
        assertThat(trials).isEqualTo(3);

        killedAt("tried", () -> shop.as(DEAD).run(searching(BOOSTED, false), DAY));
        List<String> rest = pointsOf(() -> shop.run(searching(BOOSTED, false), DAY));
        assertThat(rest.stream().filter("tried"::equals).count()).isEqualTo(trials - 1);
        assertThat(LakeContents.of(shop)).isEqualTo(LakeContents.of(clean));

        Dataset<Row> table = shop.lake().read(TrialEncoders.TABLE);
        assertThat(table.where("fold = 0").count()).isEqualTo(trials);
        Row chosen = table.where("chosen and fold = 0").first();
        String settings =
                Json.write(shop.registry().state("lapse").version(1).record().settings());
        assertThat(chosen.<String>getAs("settings")).isEqualTo(settings);
        assertThat(table.where("share = 1 and fold = 0")
                        .selectExpr("max(value)")
                        .first()
                        .getDouble(0))
                .isEqualTo(chosen.<Double>getAs("value"));
    }

    @Test
    void theBetterThirdGoesOnToMoreRows(Lake lake) {
        Dataset<Row> rows = lake.spark()
                .sql("select id as customer_id, timestamp'2026-01-01' as as_of,"
                        + " cast(pmod(hash(id, 1), 90) as int) as days_since_purchase, cast(pmod(hash(id, 2), 9) as int) as orders,"
                        + " pmod(hash(id, 3), 100) < pmod(hash(id, 1), 90) as _label, 1d as _weight, 'train' as _split"
                        + " from range(0, 12000, 1, 2)")
                .cache();
        TrainSpec spec = searching(Learner.of("decision-tree", Map.of()), true);
        TrialFit trials = new TrialFit(spec, ZoneOffset.UTC, Clock.systemUTC());
        List<Trial> found = trials.fit(rows).trials();
        assertThat(found.stream().map(Trial::share)).containsExactly(1 / 9d, 1 / 9d, 1 / 9d, 1 / 3d, 1d);
        assertThat(found.get(3).settings().get("max-depth"))
                .isEqualTo(SettingsSearch.best(found.subList(0, 3)).settings().get("max-depth"));
        assertThat(found).allSatisfy(trial -> assertThat(trial.value()).isBetween(0.6, 0.85));
        rows.unpersist();
    }

    @Test
    void foldsLearnFromWhatWasKnownAndAreJudgedOnWhatCameLater(Lake lake) {
        Dataset<Row> rows = lake.spark()
                .sql("select id % 7 as customer_id, timestamp'2026-01-01' + make_interval(0, 0, 0, int(id)) as as_of"
                        + " from range(40)");
        TrainSpec spec = SmallShop.train();
        List<FoldColumns> folds = FoldColumns.of(fitting(spec), rows, 3);
        assertThat(folds).hasSize(3);
        for (FoldColumns fold : folds) {
            Timestamp first = rows.where(fold.validated())
                    .selectExpr("min(as_of)")
                    .first()
                    .getTimestamp(0);
            Timestamp last =
                    rows.where(fold.learnt()).selectExpr("max(as_of)").first().getTimestamp(0);
            assertThat(last.toInstant().plusSeconds(3 * 86_400)).isEqualTo(first.toInstant());
            assertThat(rows.where(fold.validated()).count()).isEqualTo(6);
        }
    }

    @Test
    void aSingleAsOfIsFoldedByEntity(Lake lake) {
        Dataset<Row> rows =
                lake.spark().sql("select id % 50 as customer_id, timestamp'2026-01-01' as as_of from range(100)");
        List<FoldColumns> folds = FoldColumns.of(fitting(SmallShop.train()), rows, 4);
        assertThat(folds).hasSize(4);
        long validated = 0;
        for (FoldColumns fold : folds) {
            Dataset<Row> learnt =
                    rows.where(fold.learnt()).select("customer_id").distinct();
            Dataset<Row> held =
                    rows.where(fold.validated()).select("customer_id").distinct();
            assertThat(learnt.intersect(held).count()).isZero();
            validated += held.count();
        }
        assertThat(validated).isEqualTo(50);
    }

    private static Fitting fitting(TrainSpec spec) {
        return new TrialFit(spec, ZoneOffset.UTC, Clock.systemUTC()).fitting(ClassColumns.NONE);
    }
}

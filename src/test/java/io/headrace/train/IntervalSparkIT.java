package io.headrace.train;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.metric.Evaluation;
import io.headrace.metric.Figure;
import io.headrace.metric.Gates;
import io.headrace.metric.MetricId;
import io.headrace.metric.Of;
import io.headrace.metric.StandardMetrics;
import io.headrace.model.IntervalModel;
import io.headrace.model.IntervalModel.Bounds;
import io.headrace.model.Predictor;
import io.headrace.model.ReasonOrder;
import io.headrace.registry.FigureEncoders;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.run.HeadraceException;
import io.headrace.spec.Assessment;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.ConformalMargin;
import io.headrace.stats.WilsonInterval;
import io.headrace.table.Lake;
import io.headrace.table.TableLayout;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Prediction intervals, from the training rows to the score table. */
@ExtendWith(LakeExtension.class)
class IntervalSparkIT {
    private static final Learner COUNTS =
            Learner.of("xgboost-poisson", Map.of("num-round", 20.0, "max-depth", 3.0, "subsample", 0.8));

    /** How many pieces are sold in three days. */
    private static TrainSpec spec(Recipe recipe, List<String> slices) {
        TrainSpec spec = SmallShop.train();
        LabelSpec.Event happens = (LabelSpec.Event) spec.label();
        return new TrainSpec(
                spec.header(),
                spec.model(),
                spec.view(),
                spec.features(),
                spec.population(),
                new LabelSpec.Event(
                        happens.table(),
                        happens.time(),
                        happens.where(),
                        LabelSpec.Event.Positive.EVENT,
                        Optional.of("quantity"),
                        happens.horizonDays(),
                        0),
                spec.asOfs(),
                spec.group(),
                spec.test(),
                recipe,
                new Assessment(Assessment.Purpose.UNSAID, Optional.empty(), slices, Optional.empty()),
                Gates.of(Map.of("interval-coverage-at-least", 0.6, "interval-width-at-most", 1e6)));
    }

    private static Recipe recipe(Learner learner, double coverage) {
        return Recipe.of(learner, 42).with(new Recipe.Interval(coverage));
    }

    private static TrialFit fit(Recipe recipe) {
        return new TrialFit(spec(recipe, List.of("orders")), ZoneOffset.UTC, Clock.systemUTC());
    }

    /** Counts whose spread grows with the orders; each entity has two rows. */
    private static Dataset<Row> rows(Lake lake, int count) {
        return lake.spark()
                .sql("select id div 2 as customer_id, timestampadd(day, id % 2, timestamp'2026-01-01') as as_of,"
                        + " cast(pmod(hash(id, 1), 90) as int) as days_since_purchase, cast(pmod(hash(id, 2), 9) as int) as orders,"
                        + " floor(pmod(hash(id, 3), 1000) / 1000d * (1 + 3 * pmod(hash(id, 2), 9))) as _label, 1d as _weight,"
                        + " if(id div 2 % 4 = 0, 'test', 'train') as _split from range(0, " + count + ", 1, 2)")
                .selectExpr("* except (_label)", "cast(_label as double) as _label");
    }

    @Test
    void aFifthOfTheEntitiesGivesTheMarginAndTheNumberStaysThatOfAllRows(Lake lake) {
        Dataset<Row> rows = rows(lake, 6000).cache();
        TrialFit.Fitted fitted = fit(recipe(COUNTS, 0.8)).fit(rows);
        IntervalModel interval = fitted.predictor().interval().orElseThrow();
        assertThat(fitted.predictor().model())
                .isEqualTo(fit(Recipe.of(COUNTS, 42)).fit(rows).predictor().model());
        assertThat(fit(recipe(COUNTS, 0.8)).fit(rows).predictor().interval()).contains(interval);

        String kept = "pmod(xxhash64(cast(customer_id as string), 'interval', 42L), 1000000) < 200000";
        Dataset<Row> train = rows.where("_split = 'train'");
        assertThat(byHand(train.where("not " + kept), 0.1)).isEqualTo(interval.lower());
        assertThat(byHand(train.where("not " + kept), 0.9)).isEqualTo(interval.upper());
        double[] scores = train.where(kept).collectAsList().stream()
                .mapToDouble(row -> {
                    double one = interval.lower().score(features(row));
                    double other = interval.upper().score(features(row));
                    return ConformalMargin.score(Math.min(one, other), Math.max(one, other), row.getAs("_label"));
                })
                .toArray();
        assertThat(interval.margin()).isEqualTo(ConformalMargin.of(scores, 0.8));
        assertThat(fitted.interval())
                .startsWith("0.8 of the labels: quantiles 0.1 and 0.9 by xgboost-quantile, margin ")
                .endsWith(String.format(Locale.ROOT, " from %,d rows that neither learnt from", scores.length));
        assertCovered(fit(recipe(COUNTS, 0.8)).of(rows), scores.length);
        rows.unpersist();
    }

    private static Object[] features(Row row) {
        return new Object[] {row.getAs("days_since_purchase"), row.getAs("orders")};
    }

    /** The quantile model of these rows, by itself. */
    private static Object byHand(Dataset<Row> rows, double quantile) {
        Learner learner = Learner.of(
                "xgboost-quantile",
                Map.of("num-round", 20.0, "max-depth", 3.0, "subsample", 0.8, "quantile", quantile));
        return fit(Recipe.of(learner, 42)).fit(rows).predictor().model();
    }

    /** Within four standard deviations of what exchangeable rows give; equal labels may only add. */
    private static void assertCovered(Evaluation found, int kept) {
        double coverage = found.value(MetricId.of(StandardMetrics.INTERVAL_COVERAGE));
        double deviation = Math.sqrt(0.8 * 0.2 * (1.0 / kept + 1.0 / found.rows()));
        assertThat(coverage).isBetween(0.8 - 4 * deviation, 0.8 + 4 * deviation + 0.05);
        List<Figure> slices = found.figures().stream()
                .filter(figure ->
                        figure.metric().equals(StandardMetrics.INTERVAL_COVERAGE) && figure.of() instanceof Of.Slice)
                .toList();
        assertThat(slices).hasSize(9);
        assertThat(slices.stream().mapToLong(Figure::rows).sum()).isEqualTo(found.rows());
        assertThat(slices.stream()
                        .mapToDouble(slice -> slice.value() * slice.rows())
                        .sum())
                .isCloseTo(coverage * found.rows(), within(1e-6));
    }

    @Test
    void rowsThatAreTooFewForTheCoverageAreRefusedBeforeAnythingIsFitted(Lake lake) {
        Dataset<Row> rows = rows(lake, 200);
        assertThatThrownBy(() -> fit(recipe(COUNTS, 0.99)).of(rows))
                .isInstanceOf(HeadraceException.class)
                .hasMessageMatching(
                        "train-lapse: interval.coverage = 0.99 needs 99 training rows or more that its bounds do"
                                + " not learn from, and others that they do; of 150 rows a fifth of the entities or groups have \\d+");
    }

    @Test
    void theScoreTableHasTheBoundsOfThePredictorAndTheFiguresAreThoseOfTheTestRows(Lake lake) {
        SmallShop shop = SmallShop.of(lake);
        sell(lake);
        TrainSpec train = spec(recipe(COUNTS, 0.8), List.of());
        shop.runAll(DAY, SmallShop.features(), train, SmallShop.score(0.2));
        ModelVersion champion = shop.registry().champion("lapse");
        Predictor predictor = Predictor.of(shop.registry().load("lapse", champion.digest()));

        assertThat(champion.record().provenance().interval()).startsWith("0.8 of the labels: ");
        assertThat(shop.registry()
                        .events("lapse")
                        .get(1)
                        .judgement()
                        .orElseThrow()
                        .gates())
                .extracting(gate -> gate.gate() + " " + gate.passed())
                .contains("interval-coverage-at-least true", "interval-width-at-most true");
        assertFigures(lake, train, champion);
        assertPublished(lake, predictor);
    }

    /** Sales of 150 customers, of whom those who buy more often also buy more at a time. */
    private static void sell(Lake lake) {
        Dataset<Row> sales = lake.spark()
                .sql("select id div 20 as customer_id,"
                        + " timestampadd(day, int(id % 20), timestamp'2026-01-01 10:00:00') as sold_at,"
                        + " int(1 + pmod(hash(id, 1), 2 + 2 * (id div 20 % 5))) as quantity from range(0, 3000, 1, 2)"
                        + " where pmod(hash(id, 2), 10) < 2 + id div 20 % 5");
        lake.ensure(TableLayout.plain(SmallShop.silver(), sales.schema()));
        lake.stage(SmallShop.silver()).append(sales).publishUnlessChanged(Map.of(), "sales");
    }

    private static void assertFigures(Lake lake, TrainSpec train, ModelVersion champion) {
        Dataset<Row> test = ComparedColumns.withScore(
                lake.read(train.trainingTable()).where("split = 'test'"),
                new Registry(lake, Clock.systemUTC()).load("lapse", champion.digest()),
                "p");
        Row naive = test.selectExpr(
                        "count(*)",
                        "count_if(label >= p_lower and label <= p_upper)",
                        "avg(p_upper - p_lower)",
                        "min(p_lower)",
                        "count_if(p_lower > p_upper)")
                .first();
        Figure coverage = champion.record()
                .figure(MetricId.of(StandardMetrics.INTERVAL_COVERAGE))
                .orElseThrow();
        assertThat(coverage.rows()).isEqualTo(naive.getLong(0)).isGreaterThan(100);
        assertThat(coverage.value()).isEqualTo((double) naive.getLong(1) / naive.getLong(0));
        assertThat(coverage.value()).isBetween(0.65, 0.97);
        assertThat(coverage.upper())
                .isEqualTo(WilsonInterval.of((double) naive.getLong(1), naive.getLong(0), 0.95)
                        .upper());
        assertThat(champion.record()
                        .figure(MetricId.of(StandardMetrics.INTERVAL_WIDTH))
                        .orElseThrow()
                        .value())
                .isCloseTo(naive.getDouble(2), within(1e-9));
        assertThat(naive.getDouble(3)).isGreaterThanOrEqualTo(0);
        assertThat(naive.getLong(4)).isZero();
        Row stored = lake.read(FigureEncoders.TABLE)
                .where("metric = 'interval_coverage'")
                .first();
        assertThat(stored.<Double>getAs("value")).isEqualTo(coverage.value());
    }

    private static void assertPublished(Lake lake, Predictor predictor) {
        List<Row> scored = lake.read(SmallShop.score(0.2).table())
                .as("s")
                .join(lake.read(SmallShop.train().view().table()).as("f"), "customer_id")
                .where("s.as_of = f.as_of")
                .selectExpr("days_since_purchase", "orders", "score", "lower", "upper", "reasons.feature")
                .collectAsList();
        assertThat(scored).hasSizeGreaterThan(100);
        for (Row row : scored) {
            Predictor.Prediction found = predictor.predict(features(row), 2, ReasonOrder.RAISING);
            assertThat(row.<Double>getAs("score")).isEqualTo(found.score());
            assertThat(new Bounds(row.getAs("lower"), row.getAs("upper")))
                    .isEqualTo(found.bounds().orElseThrow());
            assertThat(row.<String>getList(5))
                    .isEqualTo(found.reasons().stream()
                            .map(Predictor.Reason::feature)
                            .toList());
        }
        assertThat(lake.read(SmallShop.score(0.2).table())
                        .schema()
                        .apply("lower")
                        .getComment()
                        .get())
                .startsWith("Lower end of the prediction interval");
    }
}

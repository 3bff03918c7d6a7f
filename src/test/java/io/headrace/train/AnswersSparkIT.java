package io.headrace.train;

import static io.headrace.testing.SmallShop.DAY;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.job.JobRunner;
import io.headrace.metric.Gates;
import io.headrace.metric.Metric;
import io.headrace.metric.MetricId;
import io.headrace.metric.Of;
import io.headrace.metric.Rival;
import io.headrace.metric.StandardMetrics;
import io.headrace.quality.SlicedRows;
import io.headrace.quality.StatisticsTable;
import io.headrace.quality.StoredCounts;
import io.headrace.registry.FigureEncoders;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.VersionRecord;
import io.headrace.run.HeadraceException;
import io.headrace.run.RunContext;
import io.headrace.spec.Arms;
import io.headrace.spec.Assessment;
import io.headrace.spec.Assessment.Purpose;
import io.headrace.spec.Assessment.Value;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Threshold;
import io.headrace.spec.TrainSpec;
import io.headrace.stats.estimate.ErrorCounts;
import io.headrace.stats.estimate.LabelledCounts;
import io.headrace.stats.estimate.Measure;
import io.headrace.stats.estimate.Performance;
import io.headrace.stats.estimate.RealisedFigures;
import io.headrace.stats.estimate.ScoreCounts;
import io.headrace.stats.estimate.Side;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Numbers predicted, and decisions by what they are worth, from the label to the published table. */
@ExtendWith(LakeExtension.class)
class AnswersSparkIT {
    private static final Instant AS_OF = RunContext.asOf(DAY, ZoneOffset.UTC);

    private static SmallShop prepared;

    @BeforeAll
    static void prepare(Lake lake) {
        prepared = SmallShop.of(lake).deliverHistory().runAll(DAY, SmallShop.ingest(), SmallShop.features());
    }

    private static TrainSpec train(LabelSpec label, Recipe recipe, Assessment assessment, Gates gates) {
        return train(label, SmallShop.train().test(), recipe, assessment, gates);
    }

    private static TrainSpec train(
            LabelSpec label, TrainSpec.Holdout test, Recipe recipe, Assessment assessment, Gates gates) {
        TrainSpec spec = SmallShop.train();
        return new TrainSpec(
                spec.header(),
                spec.model(),
                spec.view(),
                spec.features(),
                spec.population(),
                label,
                spec.asOfs(),
                spec.group(),
                test,
                recipe,
                assessment,
                gates);
    }

    /** The test rows with the model's scores as {@code p}. */
    private static Dataset<Row> tested(SmallShop shop, TrainSpec train, String digest) {
        return ComparedColumns.withScore(
                shop.lake().read(train.trainingTable()).where("split = 'test'"),
                shop.registry().load("lapse", digest),
                "p");
    }

    private static ScoreSpec score(Threshold threshold) {
        ScoreSpec spec = SmallShop.score(0.2);
        return new ScoreSpec(
                spec.header(),
                spec.model(),
                spec.view(),
                spec.where(),
                spec.reasons(),
                threshold,
                spec.table(),
                spec.keepDays(),
                spec.audit(),
                spec.work(),
                Arms.NONE);
    }

    @Test
    @Tag("full")
    void howMuchWillBeSold() {
        LabelSpec.Event happens = (LabelSpec.Event) SmallShop.train().label();
        LabelSpec label = new LabelSpec.Event(
                happens.table(),
                happens.time(),
                happens.where(),
                LabelSpec.Event.Positive.EVENT,
                Optional.of("quantity"),
                happens.horizonDays(),
                0);
        TrainSpec train = train(
                label,
                Recipe.of(Learner.of("linear-regression", Map.of()), 42),
                new Assessment(Purpose.UNSAID, Optional.of("orders"), List.of("orders"), Optional.empty()),
                Gates.of(Map.of("rmse-at-most", 1e6)));
        SmallShop shop = prepared.copy("numbers").runAll(DAY, train, score(new Threshold.Amount(1.5)));
        Lake lake = shop.lake();

        Dataset<Row> labelled = lake.read(train.trainingTable());
        Row naive = labelled.as("t")
                .join(
                        lake.read(SmallShop.silver()).as("s"),
                        expr("t.customer_id = s.customer_id and s.quantity > 0"
                                + " and s.sold_at >= t.as_of and s.sold_at < t.as_of + interval 3 days"),
                        "left")
                .groupBy("t.customer_id", "t.as_of", "t.label")
                .agg(expr("coalesce(sum(s.quantity), 0) as sold"))
                .selectExpr("count(*)", "count_if(label = sold)", "count_if(sold > 0)")
                .first();
        assertThat(naive.getLong(1)).isEqualTo(naive.getLong(0)).isEqualTo(labelled.count());
        assertThat(naive.getLong(2)).isPositive();

        ModelVersion champion = shop.registry().champion("lapse");
        double rmse = figure(champion, StandardMetrics.RMSE, Of.ALL);
        assertThat(rmse).isBetween(0.01, 100.0);
        assertDrawn(lake, tested(shop, train, champion.digest()));
        Dataset<Row> scores = lake.read(SmallShop.score(0.2).table());
        assertThat(scores.where("probability is not null").count()).isZero();
        assertThat(scores.where("decision != (score >= 1.5)").count()).isZero();
        assertThat(scores.where("threshold_id = 'score>=1.5' and score = raw_score")
                        .count())
                .isEqualTo(scores.count())
                .isPositive();
        assertErrors(
                counted(lake, StoredCounts.Of.TEST_ERRORS),
                tested(shop, train, champion.digest()).selectExpr("avg(abs(p - label))", "count(*)"));
        // Nothing is sold any more after the last day.
        ScoredLabels labels = new ScoredLabels(train, lake, ZoneOffset.UTC);
        assertErrors(
                labels.counts(labels.of(scores, AS_OF, DAY, lake.version(SmallShop.silver()))),
                scores.selectExpr("avg(abs(score))", "count(*)"));
    }

    private static void assertErrors(StoredCounts counts, Dataset<Row> plain) {
        Performance found = ErrorCounts.fromBytes(counts.counts()).realised(0.95);
        assertThat(found.figure(Measure.MEAN_ABSOLUTE_ERROR).value().orElseThrow())
                .isCloseTo(plain.first().getDouble(0), within(1e-9));
        assertThat(found.rows()).isEqualTo(plain.first().getLong(1)).isPositive();
    }

    /** What the training run counted of its test rows. */
    private static StoredCounts counted(Lake lake, StoredCounts.Of of) {
        return StatisticsTable.of(lake, "lapse", Set.of("train-lapse/" + DAY + "/1")).stream()
                .map(StatisticsTable.Kept::statistic)
                .filter(counts -> counts.of() == of && counts.slice().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whichOfSeveralClasses() {
        TrainSpec train = trainClasses();
        ScoreSpec score = score(new Threshold.OneOf(List.of("1", "3")));
        SmallShop shop = prepared.copy("classes").runAll(DAY, train, score);
        Lake lake = shop.lake();

        ModelVersion champion = shop.registry().champion("lapse");
        Dataset<Row> test = tested(shop, train, champion.digest());
        Row naive = test.selectExpr(
                        "avg(if(p_class = label, 1d, 0d))",
                        "avg(-ln(greatest(p_by_class[label], 1e-15d)))",
                        "avg(pow(p_by_class['1'] - int(label = '1'), 2) + pow(p_by_class['2'] - int(label = '2'), 2)"
                                + " + pow(p_by_class['3'] - int(label = '3'), 2))",
                        "avg(if(p_class = label, 1d, 0d)) - avg(if(label = '2', 1d, 0d))")
                .first();
        assertThat(figure(champion, StandardMetrics.ACCURACY, Of.ALL)).isCloseTo(naive.getDouble(0), within(1e-12));
        assertThat(figure(champion, StandardMetrics.LOG_LOSS, Of.ALL)).isCloseTo(naive.getDouble(1), within(1e-9));
        assertThat(figure(champion, StandardMetrics.BRIER, Of.ALL)).isCloseTo(naive.getDouble(2), within(1e-12));
        assertThat(figure(champion, StandardMetrics.ACCURACY_GAIN, new Of.Over(Rival.BASELINE)))
                .isCloseTo(naive.getDouble(3), within(1e-12));

        Dataset<Row> scores = lake.read(score.table());
        assertThat(scores.where("decision = (class in ('1', '3'))"
                                + " and abs(aggregate(map_values(probabilities), 0d, (sum, p) -> sum + p) - 1) < 1e-9"
                                + " and score = probabilities[class] and probability is null"
                                + " and score = array_max(map_values(probabilities))")
                        .count())
                .isEqualTo(scores.count())
                .isPositive();
        assertThat(scores.where("size(reasons) > 0").count()).isPositive();
        assertAccuracy(counted(lake, StoredCounts.Of.TEST_OUTCOMES), naive.getDouble(0), test.count());
        assertThat(ScoreCounts.fromBytes(StatisticsTable.of(lake, "lapse", Set.of("score-lapse/" + DAY + "/1")).stream()
                                .map(StatisticsTable.Kept::statistic)
                                .filter(counts -> counts.of() == StoredCounts.Of.DECISIONS
                                        && counts.slice().isEmpty())
                                .findFirst()
                                .orElseThrow()
                                .counts())
                        .rows(Side.POSITIVE))
                .isEqualTo(scores.count());
        ScoredLabels labels = new ScoredLabels(train, lake, ZoneOffset.UTC);
        Dataset<Row> labelled =
                labels.of(scores, AS_OF.minus(Duration.ofDays(6)), DAY, lake.version(SmallShop.silver()));
        Row known = labelled.selectExpr("avg(if(class = " + ScoredLabels.column() + ", 1d, 0d))", "count(*)")
                .first();
        assertAccuracy(labels.counts(labelled), known.getDouble(0), known.getLong(1));
        assertSlices(lake, test, scores, labels, labelled);
    }

    /** Rows by number of orders: of the test, of those who were scored, and of those whose labels are known. */
    private static void assertSlices(
            Lake lake, Dataset<Row> test, Dataset<Row> scores, ScoredLabels labels, Dataset<Row> labelled) {
        List<StatisticsTable.Kept> training = StatisticsTable.of(lake, "lapse", Set.of("train-lapse/" + DAY + "/1"));
        assertThat(bySlice(
                        training.stream().map(StatisticsTable.Kept::statistic).toList()))
                .isEqualTo(byOrders(test));
        Dataset<Row> population =
                lake.read(SmallShop.train().view().table()).where("as_of = timestamp'" + DAY.plusDays(1) + "'");
        Dataset<Row> orders = population.select("customer_id", "orders");
        Set<String> tested = byOrders(test).keySet();
        Map<String, Long> scored = byOrders(scores.join(orders, "customer_id"));
        scored.keySet().retainAll(tested);
        assertThat(bySlice(StatisticsTable.of(lake, "lapse", Set.of("score-lapse/" + DAY + "/1")).stream()
                        .map(StatisticsTable.Kept::statistic)
                        .toList()))
                .isEqualTo(scored);
        Map<String, Long> known = byOrders(labelled.join(orders, "customer_id"));
        known.keySet().retainAll(tested);
        assertThat(bySlice(labels.counts(labelled, SlicedRows.of(training), population)))
                .isEqualTo(known)
                .isNotEmpty();
    }

    private static Map<String, Long> bySlice(List<StoredCounts> counts) {
        return counts.stream()
                .filter(found -> found.slice().isPresent())
                .collect(Collectors.toMap(
                        found -> found.slice().orElseThrow().words(), StoredCounts::rows, Long::sum, TreeMap::new));
    }

    private static Map<String, Long> byOrders(Dataset<Row> rows) {
        Map<String, Long> found = new TreeMap<>();
        rows.groupBy("orders")
                .count()
                .collectAsList()
                .forEach(row -> found.put("orders = " + row.get(0), row.getLong(1)));
        return found;
    }

    private static void assertAccuracy(StoredCounts counts, double accuracy, long rows) {
        assertThat(counts.column()).isEqualTo(StoredCounts.CLASS);
        Performance found = RealisedFigures.of(LabelledCounts.fromBytes(counts.counts()), 0.95);
        assertThat(found.figure(Measure.ACCURACY).value().orElseThrow()).isCloseTo(accuracy, within(1e-12));
        assertThat(found.rows()).isEqualTo(rows).isPositive();
    }

    @Test
    @Tag("full")
    void aChampionOfClassesIsAskedOnTheSameRows() {
        TrainSpec train = trainClasses();
        SmallShop shop = prepared.copy("champion").runAll(DAY, train);
        Lake lake = shop.lake();
        shop.run(train, DAY, JobRunner.Again.FORCE);
        Row figure = lake.read(FigureEncoders.TABLE)
                .where("model_version = 2 and metric = 'log_loss_gain' and rival = 'champion'")
                .first();
        assertThat(figure.<Double>getAs("value")).isCloseTo(0, within(1e-12));
    }

    private static TrainSpec trainClasses() {
        LabelSpec label = new LabelSpec.Known(
                SmallShop.silver(), "quantity", new LabelSpec.Answer.Named(), Optional.of("sold_at"), 0);
        return train(
                label,
                new TrainSpec.Holdout.LastDays(6),
                Recipe.of(Learner.of("decision-tree", Map.of("min-instances-per-node", 2.0)), 42),
                new Assessment(Purpose.UNSAID, Optional.of("'2'"), List.of("orders"), Optional.empty()),
                Gates.of(Map.of("log-loss-at-most", 100.0)));
    }

    @Test
    void theWorthOfADecisionReadsTimesByTheProjectsClock(SparkSession spark) {
        Value value = new Value("hour(seen)", "0", "0", "0", "EUR", Optional.empty());
        Dataset<Row> rows = spark.sql("select timestamp'2026-01-10 22:30:00Z' as seen, true as _label, 0.9d as p");
        ZoneId there = ZoneId.of("Asia/Kathmandu");
        assertThat(new ValueEvaluation(value, there, "p", false)
                        .figures(rows)
                        .perRow()
                        .mean())
                .isEqualTo(4);
    }

    @Test
    @Tag("full")
    void decisionsThatPay() {
        Value value = new Value("10", "-2", "0", "0", "EUR", Optional.empty());
        Recipe plain = SmallShop.train().recipe();
        TrainSpec train = train(
                SmallShop.train().label(),
                new Recipe(
                        plain.learner(),
                        plain.weights(),
                        plain.preparation(),
                        plain.monotone(),
                        plain.allowedLeaks(),
                        plain.search(),
                        Recipe.Calibration.BEST,
                        plain.seed()),
                new Assessment(Purpose.UNSAID, Optional.empty(), List.of(), Optional.of(value)),
                Gates.NONE);
        SmallShop shop = prepared.copy("values").runAll(DAY, train, score(new Threshold.ByValue()));
        Lake lake = shop.lake();
        ModelVersion champion = shop.registry().champion("lapse");
        assertThat(figure(champion, StandardMetrics.THRESHOLD, Of.ALL)).isCloseTo(2 / 12.0, within(1e-12));

        assertCounted(champion.record().provenance(), lake.read(train.trainingTable()));
        Dataset<Row> test = tested(shop, train, champion.digest());
        Row naive = test.selectExpr(
                        "avg(case when p < 1/6d then 0 when label then 10 else -2 end) * 1000",
                        "avg(if(p >= 1/6d, 1, 0))",
                        "avg(if((p >= 1/6d) = label, 1d, 0d))")
                .first();
        assertThat(figure(champion, StandardMetrics.ACCURACY, Of.ALL)).isCloseTo(naive.getDouble(2), within(1e-12));
        assertThat(champion.record().terms().valueInWords()).isEqualTo("hit 10, false-alarm -2, miss 0, rest 0 EUR");
        assertThat(figure(champion, StandardMetrics.VALUE, Of.ALL)).isCloseTo(naive.getDouble(0), within(1e-9));
        assertThat(figure(champion, StandardMetrics.ACTED_SHARE, Of.ALL)).isCloseTo(naive.getDouble(1), within(1e-12));
        assertThatThrownBy(() -> ValueEvaluation.requireWorth(
                        "train-lapse",
                        new Value("if(orders > 1, null, 10)", "-2", "0", "0", "", Optional.empty()),
                        test,
                        ZoneOffset.UTC))
                .isInstanceOf(HeadraceException.class)
                .hasMessageStartingWith("train-lapse: value.hit, if(orders > 1, null, 10), gives no number for ");
        Dataset<Row> scores = lake.read(SmallShop.score(0.2).table());
        assertThat(scores.where("decision = (probability >= 2/12d)").count())
                .isEqualTo(scores.count())
                .isPositive();
        assertThat(scores.first().<String>getAs("threshold_id")).startsWith("probability>=0.1666");
    }

    /** F3: all rows but those of the test are learnt from, and it is said why the calibrator is what it is. */
    private static void assertCounted(VersionRecord.Provenance from, Dataset<Row> set) {
        assertThat(from.trainRows()).isEqualTo(set.where("split = 'train'").count());
        assertThat(from.trainRows() + from.testRows()).isEqualTo(set.count());
        assertThat(from.calibration()).startsWith(from.calibrator() + " is kept, as the out-of-fold log loss is ");
    }

    /** F12: predicted against actual numbers, in bins that hold every test row once. */
    private static void assertDrawn(Lake lake, Dataset<Row> test) {
        Dataset<Row> figures = lake.read(FigureEncoders.TABLE);
        Row naive = test.selectExpr("count(*)", "sum(p)", "sum(label)").first();
        Row drawn = figures.where("metric in ('predicted_mean', 'actual_mean')")
                .selectExpr(
                        "sum(if(metric = 'actual_mean', rows, 0))",
                        "sum(if(metric = 'predicted_mean', value * rows, 0d))",
                        "sum(if(metric = 'actual_mean', value * rows, 0d))")
                .first();
        assertThat(drawn.getLong(0)).isEqualTo(naive.getLong(0));
        assertThat(drawn.getDouble(1)).isCloseTo(naive.getDouble(1), within(1e-6));
        assertThat(drawn.getDouble(2)).isCloseTo(naive.getDouble(2), within(1e-6));
        assertThat(figures.where("metric = 'actual_p10'").count())
                .isEqualTo(figures.where("metric = 'actual_mean'").count())
                .isPositive();
    }

    private static double figure(ModelVersion version, Metric metric, Of of) {
        return version.record().figure(new MetricId(metric, of)).orElseThrow().value();
    }
}

package io.headrace.train;

import static io.headrace.testing.SmallShop.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.job.JobRunner.Again;
import io.headrace.metric.Gates;
import io.headrace.run.Outcome;
import io.headrace.spec.Arms;
import io.headrace.spec.Assessment;
import io.headrace.spec.ColumnType;
import io.headrace.spec.EngineColumn;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.Learner;
import io.headrace.spec.Recipe;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.SmallShop;
import io.headrace.testing.TableAssert;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** C5, C6: features that have names of Headrace's columns give the same as any other names. */
@ExtendWith(LakeExtension.class)
class OwnNamesSparkIT {
    private static final List<String> TAKEN = List.of(
            "weight",
            "label",
            "split",
            "model_version",
            "candidate_probability",
            "champion_probability",
            "baseline_score",
            "score",
            "probability",
            "arm",
            "is_test",
            "fold",
            "rows",
            "feature_weight");

    private static List<String> plain() {
        List<String> names = new ArrayList<>();
        TAKEN.forEach(name -> names.add("f" + names.size()));
        return names;
    }

    /** The names in the places of those that are taken. */
    private record Naming(List<String> names) {
        String of(String taken) {
            return names.get(TAKEN.indexOf(taken));
        }

        FeatureView view(String name) {
            StringBuilder sql = new StringBuilder("select customer_id, as_of");
            for (int i = 0; i < names.size(); i++) {
                String value = List.of("count(*)", "datediff(as_of, max(sold_at))", "sum(price)")
                        .get(i % 3);
                sql.append(", double(")
                        .append(value)
                        .append(") + pmod(hash(customer_id, as_of, ")
                        .append(i)
                        .append("), 7)");
                sql.append(" as ").append(names.get(i));
            }
            return new FeatureView(
                    name,
                    "customer_id",
                    FeatureView.KnownBy.TIME,
                    SmallShop.train().view().inputs(),
                    sql + " from sales group by customer_id, as_of",
                    names.stream()
                            .map(feature -> new FeatureColumn(
                                    feature, ColumnType.parse("double").orElseThrow(), "", "", false))
                            .toList(),
                    Optional.empty(),
                    "v " + name);
        }

        TrainSpec train(String view) {
            TrainSpec spec = SmallShop.train();
            Recipe recipe = new Recipe(
                    Learner.of("logistic-regression", Map.of("max-iter", 5.0, "reg-param", 0.1)),
                    new Recipe.Weights(Optional.of(30), true, Optional.of("1 + " + of("weight"))),
                    new TreeMap<>(Map.of(of("label"), new Recipe.Preparation.Bins(3))),
                    new TreeMap<>(),
                    List.of(),
                    Optional.empty(),
                    Recipe.Calibration.NONE,
                    42);
            Assessment assessment = new Assessment(
                    Assessment.Purpose.UNSAID,
                    Optional.of(of("score")),
                    List.of(of("rows")),
                    Optional.of(new Assessment.Value(
                            "10 + " + of("label"), "-5", "0", of("split"), "EUR", Optional.of(0.5))));
            return new TrainSpec(
                    spec.header(),
                    spec.model(),
                    view(view),
                    names,
                    of("probability") + " < 1000",
                    spec.label(),
                    spec.asOfs(),
                    spec.group(),
                    new TrainSpec.Holdout.ShareOfEntities(0.4),
                    recipe,
                    assessment,
                    Gates.NONE);
        }

        ScoreSpec score(String view) {
            ScoreSpec spec = SmallShop.score(0.5);
            return new ScoreSpec(
                    spec.header(),
                    spec.model(),
                    view(view),
                    of("model_version") + " < 1000",
                    new ScoreSpec.Reasons(2, List.of(), Optional.of(new ScoreSpec.Background(5, of("arm") + " > 0"))),
                    spec.threshold(),
                    spec.table(),
                    spec.keepDays(),
                    spec.audit(),
                    spec.work(),
                    Arms.NONE);
        }
    }

    private static SmallShop played(SmallShop shop, Naming naming) {
        FeaturesSpec features = new FeaturesSpec(SmallShop.features().header(), naming.view("activity"));
        shop.runAll(DAY, features, naming.train("activity"));
        Outcome again = shop.run(naming.train("activity"), DAY, Again.FORCE);
        assertThat(again.message()).doesNotContain("not compared");
        shop.run(naming.score("activity"), DAY);
        return shop;
    }

    @Test
    @Tag("full")
    void featuresOfTheNamesOfHeadracesColumnsAreLearntFromAndScored(Lake lake) {
        SmallShop shop = SmallShop.of(lake).deliverHistory().runAll(DAY, SmallShop.ingest());
        SmallShop other = shop.copy("plain");
        Naming taken = new Naming(TAKEN);
        Naming plain = new Naming(plain());
        played(shop, taken);
        played(other, plain);
        assertThat(figures(shop)).isEqualTo(figures(other));
        TableAssert.assertThat(scores(shop)).hasSameRowsAs(scores(other));

        Dataset<Row> training = shop.lake().read(taken.train("activity").trainingTable());
        assertThat(training.columns()).contains("weight", "feature_weight", "feature_feature_weight", "arm");
        TableAssert.assertThat(training.selectExpr("customer_id", "as_of", "feature_weight", "feature_label", "weight"))
                .hasSameRowsAs(other.lake()
                        .read(plain.train("activity").trainingTable())
                        .selectExpr("customer_id", "as_of", plain.of("weight"), plain.of("label"), "weight")
                        .toDF("customer_id", "as_of", "feature_weight", "feature_label", "weight"));
    }

    private static List<Object> figures(SmallShop shop) {
        return List.of(shop.registry().state("lapse").version(2).record().figures().stream()
                .map(figure -> figure.metric().name() + figure.of() + figure.value() + " " + figure.lower())
                .toList());
    }

    private static Dataset<Row> scores(SmallShop shop) {
        return shop.lake()
                .read(SmallShop.score(0.5).table())
                .select("customer_id", "as_of", "score", "probability", "decision");
    }

    private static List<String> names() {
        TreeSet<String> names = new TreeSet<>(TAKEN);
        names.addAll(EngineColumn.OF_TRAINING);
        names.addAll(EngineColumn.OF_SCORES);
        names.addAll(List.of("feature_feature_label", "champion_probability_class", "feature", "orders"));
        names.removeAll(EngineColumn.OF_FEATURES);
        return List.copyOf(names);
    }

    @Test
    void namesOfTablesLeadBackToThoseOfFeatures() {
        for (String name : names()) {
            assertThat(TrainingNames.computed(TrainingNames.shown(name))).isEqualTo(name);
        }
        assertThat(names().stream().map(TrainingNames::shown))
                .doesNotHaveDuplicates()
                .doesNotContain("label", "weight");
        assertThat(TrainingNames.shown("orders")).isEqualTo("orders");
        assertThat(TrainingNames.shown(TrainingNames.LABEL)).isEqualTo("label");
    }

    @Test
    void theColumnsOfTrainingSetsAreThoseThatAreReserved() {
        assertThat(TrainingTable.layout(SmallShop.train(), new StructType())
                        .schema()
                        .fieldNames())
                .containsExactlyInAnyOrderElementsOf(EngineColumn.OF_TRAINING.stream()
                        .filter(name -> !name.equals(EngineColumn.AS_OF))
                        .toList());
    }
}

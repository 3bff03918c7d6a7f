package io.headrace.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.headrace.model.CompiledModel;
import io.headrace.model.Explanation;
import io.headrace.model.FeatureEncoder;
import io.headrace.model.ModelFile;
import io.headrace.spec.ColumnType;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.KnownBy;
import io.headrace.spec.JobHeader;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import io.headrace.spec.TrainSpec.Gates;
import io.headrace.spec.TrainSpec.Holdout;
import io.headrace.spec.TrainSpec.Learner;
import io.headrace.testing.LakeExtension;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Compiled trees beside MLlib's own prediction, row by row. */
@ExtendWith(LakeExtension.class)
class TreePipelinesSparkIT {
    private static final long SEED = 11;

    private final SparkSession spark = LakeExtension.session();

    /** Numbers, levels (rare and missing ones too), a flag; the label leans on all of them. */
    private Dataset<Row> rows() {
        return spark.range(0, 3000, 1, 2)
                .selectExpr(
                        "if(id % 13 = 0, null, pmod(hash(id, 1), 1000) / 100d) as a",
                        "nullif(element_at(array('x', 'y', 'z', 'w', 'rare'), int(1 + pmod(hash(id, 2), 97) / 24)), 'w') as b",
                        "nullif(pmod(hash(id, 3), 5), 4) > 1 as c",
                        "cast(pmod(hash(id, 4), 50) as int) as d",
                        "pmod(hash(id, 5), 100) < 20 + 5 * pmod(hash(id, 1), 1000) / 100d"
                                + " + if(pmod(hash(id, 2), 97) < 30, 25, 0) - pmod(hash(id, 4), 50) / 5 as label")
                .cache();
    }

    private static TrainSpec spec(Learner learner) {
        List<FeatureColumn> columns =
                List.of(column("a", "double"), column("b", "string"), column("c", "boolean"), column("d", "integer"));
        FeatureView view = new FeatureView("v", "id", KnownBy.TIME, Map.of(), "", columns, Optional.empty(), "v1");
        return new TrainSpec(
                new JobHeader("train-m", "owner", Schedule.MANUAL, "digest"),
                "m",
                view,
                List.of("a", "b", "c", "d"),
                "true",
                new LabelSpec.Known(new TableName("silver", "t"), "x", "1"),
                new AsOfGrid(30, 1),
                new Holdout.ShareOfEntities(0.2),
                learner,
                Optional.empty(),
                new Gates(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                SEED);
    }

    private static FeatureColumn column(String name, String type) {
        return new FeatureColumn(name, ColumnType.parse(type).orElseThrow(), "", "", false);
    }

    private void assertSame(Learner learner, Function<Dataset<Row>, Dataset<Row>> mllib) {
        Dataset<Row> rows = rows();
        CompiledModel model = new LearnerPipelines(spec(learner)).fit(rows);
        assertThat(new LearnerPipelines(spec(learner)).fit(rows)).isEqualTo(model);
        ModelFile file = new ModelFile(model, Map.of());
        CompiledModel loaded = ModelFile.read(file.bytes(), file.digest()).model();
        FeatureEncoder encoder = model.encoder();
        List<Row> expected = mllib.apply(LearnerPipelines.vectors(rows, encoder))
                .select("probability")
                .collectAsList();
        List<Row> raw = rows.drop("label").collectAsList();
        double distinct = expected.stream().map(row -> row.get(0)).distinct().count();
        assertThat(distinct).isGreaterThan(8);
        for (int i = 0; i < raw.size(); i++) {
            Row row = raw.get(i);
            Object[] values = {row.get(0), row.get(1), row.get(2), row.get(3)};
            double probability = ((Vector) expected.get(i).get(0)).apply(1);
            assertThat(loaded.probability(values)).isCloseTo(probability, within(1e-9));
            Explanation explanation = loaded.explain(values);
            double sum = explanation.baseValue()
                    + explanation.contributions().stream()
                            .mapToDouble(contribution -> contribution.amount())
                            .sum();
            assertThat(sum).isCloseTo(explanation.rawScore(), within(1e-9 * Math.max(1, Math.abs(sum))));
        }
        rows.unpersist();
    }

    @Test
    void aDecisionTree() {
        assertSame(
                new Learner.DecisionTree(6, 10),
                vectors -> new DecisionTreeClassifier()
                        .setMaxDepth(6)
                        .setMinInstancesPerNode(10)
                        .setMaxBins(TreePipelines.BINS)
                        .setSeed(SEED)
                        .fit(vectors)
                        .transform(vectors));
    }

    @Test
    void aRandomForest() {
        assertSame(
                new Learner.RandomForest(7, 6, 5, 0.8),
                vectors -> new RandomForestClassifier()
                        .setNumTrees(7)
                        .setMaxDepth(6)
                        .setMinInstancesPerNode(5)
                        .setSubsamplingRate(0.8)
                        .setFeatureSubsetStrategy("sqrt")
                        .setMaxBins(TreePipelines.BINS)
                        .setSeed(SEED)
                        .fit(vectors)
                        .transform(vectors));
    }

    @Test
    void boostedTrees() {
        assertSame(
                new Learner.BoostedTrees(8, 4, 10, 0.3, 0.9),
                vectors -> new GBTClassifier()
                        .setMaxIter(8)
                        .setMaxDepth(4)
                        .setMinInstancesPerNode(10)
                        .setStepSize(0.3)
                        .setSubsamplingRate(0.9)
                        .setMaxBins(TreePipelines.BINS)
                        .setSeed(SEED)
                        .fit(vectors)
                        .transform(vectors));
    }
}

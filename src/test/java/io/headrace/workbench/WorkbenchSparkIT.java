package io.headrace.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.headrace.metric.Evaluation;
import io.headrace.metric.MetricId;
import io.headrace.metric.Of;
import io.headrace.metric.Rival;
import io.headrace.metric.StandardMetrics;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import io.headrace.testing.PlayedDemo;
import io.headrace.testing.TableAssert;
import io.headrace.train.ComparedColumns;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the workbench gives is what training has recorded. */
class WorkbenchSparkIT {
    private static final String JOB = "train-lapse";

    private static SparkSession spark;
    private static Lake lake;
    private static Workbench workbench;

    @BeforeAll
    static void openTheDemo() {
        String root = PlayedDemo.folder().resolve("lake").toString();
        spark = LakeExtension.session().newSession();
        lake = Lake.existing(spark, root);
        workbench = open(root);
    }

    private static Workbench open(String lake) {
        return Workbench.open(spark, "", "local", List.of("lake=" + lake));
    }

    @Test
    void theTrainingSetOfADateIsThatOfTheTrainingRun() {
        Dataset<Row> rows =
                workbench.trainingSet(JOB, LocalDate.of(2025, 10, 23)).cache();
        Row[] recorded = lake.read(TableName.parse("training.lapse"))
                .where("model_version = 1")
                .select(columns(rows))
                .collectAsList()
                .toArray(Row[]::new);
        TableAssert.assertThat(rows).hasRows(recorded);

        Evaluation champion = workbench.evaluated(
                JOB, workbench.withChampion(JOB, rows.where("split = 'test'")), ComparedColumns.CHAMPION);
        assertThat(champion.value(MetricId.of(StandardMetrics.AUC)))
                .isCloseTo(recorded("metric = 'auc' and of = 'all'"), within(1e-12));
        assertThat(champion.value(new MetricId(StandardMetrics.AUC_GAIN, new Of.Over(Rival.BASELINE))))
                .isCloseTo(recorded("metric = 'auc_gain' and rival = 'baseline'"), within(1e-12));
        assertThat(champion.value(new MetricId(StandardMetrics.AUC_GAIN, new Of.Over(Rival.CHAMPION))))
                .isZero();
        rows.unpersist();
    }

    private static Column[] columns(Dataset<Row> rows) {
        return List.of(rows.columns()).stream().map(functions::col).toArray(Column[]::new);
    }

    private static double recorded(String condition) {
        return lake.read(TableName.parse("headrace.metrics"))
                .where("model_version = 1")
                .where(condition)
                .first()
                .getAs("value");
    }

    @Test
    void tellsWhoScoresNowAndByWhat() {
        assertThat(workbench.champion(JOB)).isEqualTo(1);
        assertThat(workbench.features(JOB)).hasSize(12).startsWith("days_since_purchase");
    }

    @Test
    void namesTheTrainJobsWhereAnotherIsAskedFor() {
        assertThatThrownBy(() -> workbench.features("score-lapse"))
                .hasMessage("there is no train job score-lapse")
                .extracting("next")
                .asString()
                .contains(JOB);
    }

    @Test
    void makesNoLakeWhereThereIsNone(@TempDir Path folder) {
        Path nowhere = folder.resolve("lake");
        assertThatThrownBy(() -> open(nowhere.toString())).hasMessage("there is no lake in " + nowhere);
        assertThat(nowhere).doesNotExist();
    }
}

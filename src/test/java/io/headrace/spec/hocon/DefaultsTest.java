package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metric.Gates;
import io.headrace.spec.Arms;
import io.headrace.spec.Assessment;
import io.headrace.spec.ColumnType;
import io.headrace.spec.Dialect;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.IngestSpec.Duplicates;
import io.headrace.spec.LabelSpec;
import io.headrace.spec.LabelSpec.Event.Positive;
import io.headrace.spec.Learner;
import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.spec.RawFiles;
import io.headrace.spec.Recipe;
import io.headrace.spec.Schedule;
import io.headrace.spec.SchemaPolicy;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.ScoreSpec.Audit;
import io.headrace.spec.ScoreSpec.Threshold;
import io.headrace.spec.SourceColumn;
import io.headrace.spec.TableName;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.TrainSpec.AsOfGrid;
import io.headrace.spec.TrainSpec.Holdout;
import io.headrace.stats.estimate.Side;
import io.headrace.stats.fairness.FairnessRules;
import io.headrace.stats.fairness.Reference;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file that says as little as it may means. */
class DefaultsTest {
    @TempDir
    Path folder;

    private Project project;

    @BeforeEach
    void read() {
        project = new SmallProject(folder).project();
    }

    @Test
    void ofPlaces() {
        assertThat(project.places())
                .isEqualTo(new Places(
                        "local",
                        folder,
                        folder.resolve("lake").toString(),
                        folder.resolve("landing").toString(),
                        folder.resolve("exports").toString(),
                        Map.of(),
                        "",
                        ZoneId.of("UTC"),
                        64,
                        Map.of()));
    }

    @Test
    void ofAnIngestJob() {
        IngestSpec job = (IngestSpec) project.jobs().get("ingest-sales");
        assertThat(job)
                .isEqualTo(new IngestSpec(
                        job.header(),
                        "sales",
                        new RawFiles(List.of("{date}.csv"), RawFiles.Format.CSV, Dialect.delimitedBy(','), false),
                        SchemaPolicy.LENIENT,
                        List.of(
                                plain("customer_id", "long"),
                                plain("sold_at", "timestamp"),
                                plain("price", "decimal(10,2)")),
                        Map.of(),
                        Duplicates.DROP,
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        0.0));
        assertThat(job.header().owner()).isEqualTo("shop");
        assertThat(job.header().schedule()).isEqualTo(Schedule.DAILY);
        assertThat(job.header().digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void ofAView() {
        var view = project.views().get("activity");
        assertThat(view.inputs())
                .containsExactly(Map.entry(
                        "sales",
                        new Input(new TableName("silver", "sales"), Optional.of("sold_at"), Optional.empty())));
        assertThat(view.columns()).containsExactly(new FeatureColumn("orders", type("integer"), "", "", false));
        assertThat(view.example()).isEmpty();
    }

    @Test
    void ofATrainJob() {
        TrainSpec job = (TrainSpec) project.jobs().get("train-lapse");
        assertThat(job)
                .isEqualTo(new TrainSpec(
                        job.header(),
                        "lapse",
                        project.views().get("activity"),
                        List.of("orders"),
                        "true",
                        new LabelSpec.Event(new TableName("silver", "sales"), "sold_at", "true", Positive.EVENT, 30, 0),
                        new AsOfGrid(30, 1),
                        Optional.empty(),
                        new Holdout.ShareOfEntities(0.2),
                        Recipe.of(
                                Learner.of(
                                        "logistic-regression",
                                        Map.of("max-iter", 100.0, "reg-param", 0.001, "elastic-net-param", 0.0)),
                                42),
                        Assessment.PLAIN,
                        Gates.NONE));
    }

    @Test
    void ofAScoreJob() {
        ScoreSpec job = (ScoreSpec) project.jobs().get("score-lapse");
        assertThat(job)
                .isEqualTo(new ScoreSpec(
                        job.header(),
                        "lapse",
                        project.views().get("activity"),
                        "true",
                        ScoreSpec.Reasons.top(0),
                        new Threshold.Probability(0.5),
                        new TableName("scores", "lapse"),
                        400,
                        new Audit(Optional.empty(), Optional.empty(), Optional.empty()),
                        ScoreSpec.Work.USUAL,
                        Arms.NONE));
    }

    private static SourceColumn plain(String name, String type) {
        return new SourceColumn(name, List.of(name), type(type), List.of(), false, false, false, "");
    }

    private static ColumnType type(String text) {
        return ColumnType.parse(text).orElseThrow();
    }

    @Test
    void ofTheFairnessOfATrainJob() {
        Project project = new SmallProject(folder)
                .with("jobs/z-lapse.conf", """
                        kind = fairness, owner = risk, model = lapse, protected { table = silver.people, columns.sex = sex }
                        policies.odds { metric = mean-odds, difference-at-most = 0.1, groups = [sex], basis = house, from = 2026-01-01 }
                        """)
                .with("jobs/ingest-people.conf", """
                        kind = ingest, owner = shop, files.paths = ["people.csv"], columns { customer_id = long, sex = string }
                        """)
                .with("jobs/train-lapse.conf", """
                        kind = train, owner = shop, view = activity, features = [orders]
                        label.event { table = silver.sales, time = sold_at, horizon = 30 days }
                        fairness.job = z-lapse
                        """)
                .project();
        FairnessSpec job = (FairnessSpec) project.jobs().get("z-lapse");
        TrainSpec training = (TrainSpec) project.jobs().get("train-lapse");
        assertThat(training.fairness())
                .contains(new TrainSpec.Fairness(job, List.of("odds"), TrainSpec.WhenUnknown.PASSES, List.of()));
        assertThat(training.fairness().get().judgedBy()).isEqualTo(job.policies());
        assertThat(training.reads()).contains(job.groups().table());
        assertThat(training.digest()).contains(job.digest());
        assertThat(training.weightsInWords()).isEmpty();
    }

    @Test
    void ofAFairnessJob() {
        FairnessSpec job = (FairnessSpec) new SmallProject(folder)
                .with(
                        "jobs/fairness-lapse.conf",
                        "kind = fairness, owner = risk, protected { table = silver.sales, columns.price = price }")
                .project()
                .jobs()
                .get("fairness-lapse");
        assertThat(job)
                .isEqualTo(new FairnessSpec(
                        job.header(),
                        "lapse",
                        new TableName("scores", "lapse"),
                        new FairnessSpec.Protected(
                                new TableName("silver", "sales"), Optional.empty(), Map.of("price", "price")),
                        30,
                        new FairnessRules(2, 100, 0.95, Side.POSITIVE, Reference.mostSelected()),
                        List.of()));
    }
}

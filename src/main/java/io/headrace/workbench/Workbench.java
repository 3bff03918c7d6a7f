package io.headrace.workbench;

import io.headrace.engine.Engine;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.metric.Evaluation;
import io.headrace.model.ModelFile;
import io.headrace.registry.Registry;
import io.headrace.spec.Project;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.table.Lake;
import io.headrace.train.ComparedColumns;
import io.headrace.train.TrainingColumns;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A project and its lake for those who try something out; it writes nothing.
 *
 * <p>Made for callers by way of pyspark's gateway as much as for Java: {@code notebooks/workbench.py} wraps it.
 */
public final class Workbench {
    private final Project project;
    private final Lake lake;
    private final Registry registry;

    private Workbench(Project project, Lake lake) {
        this.project = project;
        // Only read: its clock would stamp what is written.
        this.lake = lake;
        this.registry = Engine.on(lake, project, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .registry();
    }

    /**
     * Opens a project on a lake that is there already; its Spark settings for queries hold in the session from then on.
     *
     * @param folder the project's folder
     * @param environment the name of a file in {@code conf/}
     * @param settings {@code KEY=VALUE} each, as for {@code --set}
     */
    public static Workbench open(SparkSession spark, String folder, String environment, List<String> settings) {
        Project project = ProjectReader.read(Path.of(folder), environment, settings, System.getenv())
                .projectOrThrow();
        project.places().spark().forEach((key, value) -> {
            if (spark.conf().isModifiable(key)) {
                spark.conf().set(key, value);
            }
        });
        return new Workbench(
                project,
                Lake.existing(spark, project.places().lake(), project.places().zone()));
    }

    /**
     * The rows that the train job would learn from and be tested on if it ran now for the date.
     *
     * @return the columns of its view, {@code label}, {@code split} (train or test) and {@code weight}
     */
    public Dataset<Row> trainingSet(String job, LocalDate date) {
        Tiles tiles = new Tiles(project.places().tilesFromMegabytes(), false);
        TrainingColumns columns = new TrainingColumns(training(job), lake, tiles);
        return columns.shownOn(date, project.places().zone(), columns.inputVersions());
    }

    /** The features that enter the model of the train job, in order. */
    public List<String> features(String job) {
        return training(job).features();
    }

    /** The number of the champion of the train job's model; a user error when there is none. */
    public int champion(String job) {
        return registry.champion(training(job).model()).number();
    }

    /** The rows with {@code champion_probability} and, where the job has a plain rule, {@code baseline_score}. */
    public Dataset<Row> withChampion(String job, Dataset<Row> rows) {
        TrainSpec spec = training(job);
        String digest = registry.champion(spec.model()).digest();
        ModelFile champion = registry.load(spec.model(), digest);
        return new ComparedColumns(spec, project.places().zone()).withChampion(rows, champion);
    }

    /**
     * What training would find of a candidate on the rows, its gains over the plain rule and the champion included.
     *
     * @param rows of {@link #withChampion}, with {@code label}
     * @param candidate the column of the candidate's score: a probability, 0 to 1, or the number predicted
     */
    public Evaluation evaluated(String job, Dataset<Row> rows, String candidate) {
        return new ComparedColumns(training(job), project.places().zone()).evaluated(rows, candidate);
    }

    private TrainSpec training(String job) {
        return project.job(job)
                .filter(TrainSpec.class::isInstance)
                .map(TrainSpec.class::cast)
                .orElseThrow(() -> WorkbenchErrors.noTraining(job, trainings()));
    }

    private List<String> trainings() {
        return project.jobs().entrySet().stream()
                .filter(job -> job.getValue() instanceof TrainSpec)
                .map(Map.Entry::getKey)
                .toList();
    }
}

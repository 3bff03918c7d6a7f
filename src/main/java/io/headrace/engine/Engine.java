package io.headrace.engine;

import io.headrace.export.ExportStage;
import io.headrace.features.FeaturesStage;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.ingest.IngestStage;
import io.headrace.job.JobRunner;
import io.headrace.job.JobStage;
import io.headrace.job.StaleRuns;
import io.headrace.registry.Registry;
import io.headrace.run.Outcome;
import io.headrace.run.RunContext;
import io.headrace.score.ScoreStage;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.FeaturesSpec;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TrainSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.ProcessOwner;
import io.headrace.table.Publications;
import io.headrace.table.Sessions;
import io.headrace.train.TrainStage;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/** A project's lake with all that works on it: opens the session, knows the stage of each job kind. */
public final class Engine {
    /** How long an attempt on another host is believed without a sign; on this host the process is looked up. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final Places places;
    private final Map<String, String> definitions;
    private final Clock clock;
    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;
    private final Publications publications;

    private Engine(Project project, Clock clock, Lake lake) {
        this.places = project.places();
        this.definitions = definitions(project);
        this.clock = clock;
        this.lake = lake;
        this.ledger = new Ledger(lake, clock, LEASE, ProcessOwner.current());
        this.registry = new Registry(lake, clock);
        this.publications = new Publications(lake, clock);
    }

    /** Opens the project's lake in a Spark session. */
    public static Engine open(Project project) {
        return new Engine(project, Clock.systemUTC(), lake(project.places()));
    }

    private static Map<String, String> definitions(Project project) {
        Map<String, String> definitions = new TreeMap<>();
        project.jobs().values().stream()
                .filter(FeaturesSpec.class::isInstance)
                .forEach(job ->
                        definitions.put(job.name(), ((FeaturesSpec) job).view().digest()));
        return definitions;
    }

    /** Opens a lake in a Spark session. */
    public static Lake lake(Places places) {
        refuseWhatIsLost("lake", places.lake(), places);
        return Lake.open(Sessions.open(places), places.lake());
    }

    /** In cluster mode the folder around the driver is deleted when it ends. */
    private static void refuseWhatIsLost(String key, String place, Places places) {
        if ("cluster".equals(System.getProperty("spark.submit.deployMode"))
                && place.startsWith(places.project() + "/")) {
            throw EngineErrors.insideDriver(key, place, places.environment());
        }
    }

    /** The project's lake. */
    public Lake lake() {
        return lake;
    }

    /** The ledger of its runs. */
    public Ledger ledger() {
        return ledger;
    }

    /** The clock that stamps what is written. */
    public Clock clock() {
        return clock;
    }

    /** Its models. */
    public Registry registry() {
        return registry;
    }

    /** What its score jobs published. */
    public Publications publications() {
        return publications;
    }

    /** Who runs this, as claimed by the operating system. */
    public static String actor() {
        return System.getProperty("user.name", "unknown");
    }

    /** A model without champion is trained whatever its schedule says: nothing could be scored otherwise. */
    public boolean isDue(JobSpec job, LocalDate date) {
        return job.header().schedule().isDueOn(date)
                || (job instanceof TrainSpec train
                        && registry.state(train.model()).champion().isEmpty());
    }

    /** Which finished runs would come out otherwise today. */
    public StaleRuns stale() {
        return new StaleRuns(ledger.done(), definitions);
    }

    /** Runs one job for one date. */
    public Outcome run(JobSpec job, LocalDate date, JobRunner.Again again) {
        return run(job, stage(job), date, again);
    }

    /** Runs one job for one date by a stage of the caller's. */
    public Outcome run(JobSpec job, JobStage stage, LocalDate date, JobRunner.Again again) {
        RunContext context =
                new RunContext(date, places.zone(), clock, actor(), places.landing(), places.environment());
        if (job instanceof ExportSpec export && export.target() instanceof ExportSpec.Target.Files) {
            refuseWhatIsLost("exports", places.exports(), places);
        }
        // Spark's own pages then say for which job it works.
        lake.spark().sparkContext().setJobDescription(job.name() + " " + date);
        return new JobRunner(lake, ledger).run(job, stage, context, again);
    }

    private Tiles tiles() {
        return new Tiles(places.tilesFromMegabytes(), true);
    }

    private JobStage stage(JobSpec job) {
        return switch (job.kind()) {
            case INGEST -> new IngestStage((IngestSpec) job, lake, ledger);
            case FEATURES -> new FeaturesStage((FeaturesSpec) job, lake, tiles());
            case TRAIN -> new TrainStage((TrainSpec) job, lake, registry, tiles());
            case SCORE -> new ScoreStage((ScoreSpec) job, lake, ledger, registry, publications, tiles());
            case EXPORT -> new ExportStage((ExportSpec) job, places, lake, ledger, publications);
        };
    }
}

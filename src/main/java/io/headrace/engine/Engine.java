package io.headrace.engine;

import io.headrace.job.JobKind;
import io.headrace.job.JobRunner;
import io.headrace.job.JobStage;
import io.headrace.job.KeyServices;
import io.headrace.job.StaleRuns;
import io.headrace.job.Workplace;
import io.headrace.lineage.Lineage;
import io.headrace.registry.ModelTrust;
import io.headrace.registry.Registry;
import io.headrace.run.ColumnDefinitions;
import io.headrace.run.HeadraceException;
import io.headrace.run.Outcome;
import io.headrace.run.RunContext;
import io.headrace.spec.CalendarDays;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.JobSpec;
import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.spec.SqlText;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.LakeCipher;
import io.headrace.table.Ledger;
import io.headrace.table.ProcessOwner;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import io.headrace.zones.FollowedStage;
import io.headrace.zones.MaskedCopies;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A project's lake with all that works on it: runs jobs, and knows which are due and which finished runs are stale. */
public final class Engine {
    /** How long an attempt on another host is believed without a sign; on this host the process is looked up. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final Workplace place;
    private final List<SqlText> texts;
    private final LakeCipher cipher;
    private final LakeArrivals arrivals;
    private final Registry registry;
    private final Publications publications;
    private final MaskedCopies copies;

    private Engine(Workplace place, List<SqlText> texts) {
        this.place = place;
        this.texts = List.copyOf(texts);
        this.cipher = KeyServices.cipher(place.lake(), place.places());
        this.arrivals = new LakeArrivals(place.lake(), place.places().zone(), place.jobs());
        this.registry = new Registry(
                place.lake(), place.clock(), ModelTrust.of(place.places().trust()));
        this.publications = new Publications(place.lake(), place.clock());
        this.copies = new MaskedCopies(place.places(), place.lake(), place.clock(), place.jobs());
    }

    /** Opens the project's lake; a Spark session starts when something needs it. */
    public static Engine open(Project project) {
        return on(lake(project.places()), project, Clock.systemUTC());
    }

    /** The engine of a project whose lake is open already. */
    public static Engine on(Lake lake, Project project, Clock clock) {
        Ledger ledger = new Ledger(lake, clock, LEASE, ProcessOwner.current());
        return new Engine(
                new Workplace(
                        project.places(),
                        lake,
                        ledger,
                        clock,
                        List.copyOf(project.jobs().values())),
                project.texts());
    }

    /** The engine of a place; the definitions of its jobs are compared with those of finished runs. */
    public static Engine at(Workplace place) {
        return new Engine(place, List.of());
    }

    /** Opens the lake of the places; a Spark session starts when something needs it. */
    public static Lake lake(Places places) {
        refuseWhatIsLost("lake", places.lake(), places);
        return Lake.open(places);
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
        return place.lake();
    }

    /** The ledger of its runs. */
    public Ledger ledger() {
        return place.ledger();
    }

    /** The clock that stamps what is written. */
    public Clock clock() {
        return place.clock();
    }

    /** The project's time zone. */
    public ZoneId zone() {
        return place.places().zone();
    }

    /** Its models. */
    public Registry registry() {
        return registry;
    }

    /** What its score jobs published. */
    public Publications publications() {
        return publications;
    }

    /** The masked copies of its tables. */
    public MaskedCopies copies() {
        return copies;
    }

    /**
     * Changes which publication of an as-of is visible. The masked copies of the table show nothing of it meanwhile, so that they never show what the
     * table does not; if this ends in between, the next run of the table's job makes them.
     *
     * @param asOf as the partition spells it
     * @param change what is done to the publications
     */
    public Publication undo(TableName table, String asOf, Function<Publications, Publication> change) {
        copies.hide(table, asOf);
        Publication done;
        try {
            done = change.apply(publications);
        } catch (HeadraceException refused) {
            copies.follow(table);
            throw refused;
        }
        copies.follow(table);
        return done;
    }

    /** Who runs this, as claimed by the operating system. */
    public static String actor() {
        return System.getProperty("user.name", "unknown");
    }

    /** Whether a run for the date takes the job in where nobody names it. */
    public boolean isDue(JobSpec job, LocalDate date) {
        return JobKind.of(job).isDue(job, date, place);
    }

    /** Why the job runs on a date on which its schedule alone would not have it run; empty where nothing is to be said. */
    public Optional<String> whyDue(JobSpec job, LocalDate date) {
        return JobKind.of(job).whyDue(job, date, place);
    }

    /** Which finished runs would come out otherwise today. */
    public StaleRuns stale() {
        Map<String, String> definitions = new TreeMap<>();
        place.jobs()
                .forEach(job -> JobKind.of(job)
                        .definition(job)
                        .ifPresent(definition -> definitions.put(job.name(), definition)));
        Map<String, ColumnDefinitions> columns = new TreeMap<>();
        place.jobs().forEach(job -> JobKind.of(job).columns(job).ifPresent(known -> columns.put(job.name(), known)));
        return new StaleRuns(ledger().done(), definitions, columns, arrivals);
    }

    /** Runs one job for one date. */
    public Outcome run(JobSpec job, LocalDate date, JobRunner.Again again) {
        return run(job, JobKind.of(job).stage(job, placeOf(job)), date, again);
    }

    private Workplace placeOf(JobSpec job) {
        return new Workplace(place.places(), lakeOf(job), ledger(), clock(), place.jobs());
    }

    /**
     * The lake as the job sees it: one that says a purpose reads encrypted columns in clear; an ingest job does so with its own rows anyway. Whoever does
     * once more what the job did reads by it, too.
     */
    public Lake lakeOf(JobSpec job) {
        return job.header().purpose().isEmpty() || job instanceof IngestSpec ? lake() : lake().decrypting(cipher);
    }

    /** Encrypts and decrypts the columns of its lake. */
    public LakeCipher cipher() {
        return cipher;
    }

    /** Runs one job for one date by a stage of the caller's. */
    public Outcome run(JobSpec job, JobStage stage, LocalDate date, JobRunner.Again again) {
        Places places = place.places();
        RunContext context = context(date);
        JobKind.of(job).outside(job, places).forEach((key, outside) -> refuseWhatIsLost(key, outside, places));
        copies.folders()
                .forEach((zone, folder) -> refuseWhatIsLost("zones." + zone + ".folder", folder.root(), places));
        // Spark's own pages then say for which job it works.
        lake().describe(job.name() + " " + date);
        return new JobRunner(lake(), ledger(), texts, Optional.of(Lineage.of(places, Ledger.codeVersion())))
                .run(job, FollowedStage.of(stage, copies, job.shows()), context, again);
    }

    /** Under what a run for a date works. */
    public RunContext context(LocalDate date) {
        Places places = place.places();
        if (!CalendarDays.exists(date, places.zone())) {
            throw EngineErrors.noSuchDay(date, places.zone());
        }
        return new RunContext(date, places.zone(), clock(), actor(), places.landing(), places.environment());
    }
}

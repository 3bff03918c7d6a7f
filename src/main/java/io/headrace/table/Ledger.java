package io.headrace.table;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.RunStatus;
import io.headrace.run.Verdict;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The run ledger: what was intended ({@code headrace.intents}) and how each attempt ended ({@code headrace.runs}).
 *
 * <p>An attempt first appends a claim: the intent and who works on it. Claims of one job are serial, so of two processes
 * that start the same job exactly one goes on. A claim ends with the row in {@code runs}; a claim whose process is gone
 * may be taken over by the next attempt, which works on the very same intent.
 */
public final class Ledger {
    /** The ledger of attempts. */
    public static final TableName RUNS = Layer.SYSTEM.table("runs");

    private static final TableName INTENTS = Layer.SYSTEM.table("intents");

    private static final StructType INTENT_SCHEMA = new StructType(new StructField[] {
        Lake.field("job", DataTypes.StringType, "Job"),
        Lake.field("logical_date", DataTypes.DateType, "Logical date"),
        Lake.field(RUN_ID, DataTypes.StringType, "job/date/generation"),
        Lake.field("generation", DataTypes.IntegerType, "1 for the first; --force starts the next"),
        Lake.field("attempt", DataTypes.IntegerType, "1 for the first"),
        Lake.field("owner", DataTypes.StringType, "Process that works on it: host, process id, start"),
        Lake.field("lease_until", DataTypes.TimestampType, "From then on the attempt counts as dead on any host"),
        Lake.field("intent", DataTypes.StringType, "The intent as JSON"),
        Lake.field("claimed_at", DataTypes.TimestampType, "When the attempt began")
    });

    private static final StructType RUN_SCHEMA = new StructType(new StructField[] {
        Lake.field(RUN_ID, DataTypes.StringType, "job/date/generation"),
        Lake.field("attempt", DataTypes.IntegerType, "1 for the first"),
        Lake.field("job", DataTypes.StringType, "Job"),
        Lake.field("logical_date", DataTypes.DateType, "Logical date"),
        Lake.field("status", DataTypes.StringType, "done, refused, failed, interrupted or abandoned"),
        Lake.field("verdict", DataTypes.StringType, "Verdict of a gate or audit, empty where there is none"),
        Lake.field("actor", DataTypes.StringType, "Who started it, as claimed"),
        Lake.field("environment", DataTypes.StringType, "Configuration overlay"),
        Lake.field(
                "inputs", DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType), "Table to version read"),
        Lake.field(
                "outputs",
                DataTypes.createMapType(DataTypes.StringType, DataTypes.LongType),
                "Table to version written"),
        Lake.field("counts", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType), "Numbers by name"),
        Lake.field("spec_digest", DataTypes.StringType, "SHA-256 of the job's resolved definition"),
        Lake.field("code_version", DataTypes.StringType, "Version of Headrace"),
        Lake.field("message", DataTypes.StringType, "One sentence for people"),
        Lake.field("started_at", DataTypes.TimestampType, "When the attempt began"),
        Lake.field("ended_at", DataTypes.TimestampType, "When it ended")
    });

    /** What is known of the claims. */
    static final TableDescription INTENTS_DESCRIPTION = TableDescription.chained(
            INTENTS,
            "one claim: what a run is going to do, and which process does it",
            INTENT_SCHEMA,
            RUN_ID,
            "attempt");

    /** What is known of the endings. */
    static final TableDescription RUNS_DESCRIPTION =
            TableDescription.chained(RUNS, "one attempt of one run, and how it ended", RUN_SCHEMA, RUN_ID, "attempt");

    private final Lake lake;
    private final SystemTable intents;
    private final SystemTable runs;
    private final Clock clock;
    private final Duration lease;
    private final ProcessOwner owner;
    private final Map<String, Intent> intended = new ConcurrentHashMap<>();

    /**
     * The ledger of a lake.
     *
     * @param lease how long an attempt on another host is believed to live without a sign
     */
    public Ledger(Lake lake, Clock clock, Duration lease, ProcessOwner owner) {
        this.lake = lake;
        this.intents = new SystemTable(lake, INTENTS_DESCRIPTION);
        this.runs = new SystemTable(lake, RUNS_DESCRIPTION);
        this.clock = clock;
        this.lease = lease;
        this.owner = owner;
    }

    /** All claims of a job, oldest first, each with how it ended. */
    public List<Claim> claims(String job) {
        Map<String, RunStatus> ended = runs.rows().stream()
                .filter(row -> row.getAs("job").equals(job))
                .collect(Collectors.toMap(
                        row -> key(row.getAs(RUN_ID), row.getAs("attempt")),
                        row -> RunStatus.valueOf(row.<String>getAs("status").toUpperCase(java.util.Locale.ROOT)),
                        (first, second) -> first));
        return intents.rows().stream()
                .filter(row -> row.getAs("job").equals(job))
                .map(row -> claim(row, intent(row), ended))
                .sorted(Comparator.comparing(Claim::claimedAt)
                        .thenComparing(claim -> claim.run().generation())
                        .thenComparing(Claim::attempt))
                .toList();
    }

    /** What a run was going to do, as its last attempt claimed it; empty where it is not on record. */
    public Optional<Intent> intent(RunId run) {
        return claims(run.job()).stream()
                .filter(claim -> claim.run().equals(run))
                .reduce((earlier, later) -> later)
                .map(Claim::intent);
    }

    /** The last attempts of runs that have neither ended well nor in vain: their next attempt reads what the first one chose. */
    public List<Claim> unfinished() {
        Map<String, RunStatus> ended = runs.rows().stream()
                .collect(Collectors.toMap(
                        row -> key(row.getAs(RUN_ID), row.getAs("attempt")),
                        row -> RunStatus.valueOf(row.<String>getAs("status").toUpperCase(java.util.Locale.ROOT)),
                        (first, second) -> first));
        Map<String, Claim> last = new TreeMap<>();
        intents.rows().stream()
                .map(row -> claim(row, intent(row), ended))
                .sorted(Comparator.comparing(Claim::claimedAt).thenComparing(Claim::attempt))
                .forEach(claim -> last.put(claim.run().toString(), claim));
        return last.values().stream()
                .filter(claim -> !claim.isDone() && !claim.isVoid())
                .toList();
    }

    /** Read once: a job's claims grow with the days. */
    private Intent intent(Row row) {
        return intended.computeIfAbsent(row.<String>getAs("intent"), text -> Json.read(text, Intent.class));
    }

    private static Claim claim(Row row, Intent intent, Map<String, RunStatus> ended) {
        String runId = row.getAs(RUN_ID);
        int attempt = row.getAs("attempt");
        return new Claim(
                RunId.parse(runId),
                attempt,
                row.getAs("owner"),
                instant(row.getAs("lease_until")),
                intent,
                instant(row.getAs("claimed_at")),
                Optional.ofNullable(ended.get(key(runId, attempt))));
    }

    private static Instant instant(Object value) {
        return value instanceof Instant instant ? instant : ((java.sql.Timestamp) value).toInstant();
    }

    private static String key(String runId, int attempt) {
        return runId + "#" + attempt;
    }

    /** The number that the next claim of the job must still find; states what the caller has seen. */
    public long serial(String job) {
        return intents.mark(job);
    }

    /** Whether the claim is being worked on by a process that lives. */
    public boolean isAlive(Claim claim) {
        if (claim.ended().isPresent()) {
            return false;
        }
        return claim.owner().equals(owner.toString())
                ? Lease.isHeldHere(lake, claim)
                : owner.mayLive(claim.owner(), Lease.until(lake, claim), clock.instant());
    }

    /** Keeps the claim alive for other hosts until it is closed. */
    public Lease keepAlive(Claim claim) {
        return Lease.begin(lake, clock, lease, claim);
    }

    /**
     * Claims an attempt at the intent.
     *
     * @param serial what {@link #serial} said before the claims were read
     * @return the claim, or empty when another process was first
     */
    public Optional<Claim> claim(Intent intent, int attempt, long serial) {
        RunId run = RunId.parse(intent.runId());
        Instant now = clock.instant();
        Instant until = now.plus(lease);
        Row row = RowFactory.create(
                run.job(),
                java.sql.Date.valueOf(run.date()),
                run.toString(),
                run.generation(),
                attempt,
                owner.toString(),
                java.sql.Timestamp.from(until),
                Json.write(intent),
                java.sql.Timestamp.from(now));
        return intents.appendSerial(run.job(), serial, List.of(row))
                ? Optional.of(new Claim(run, attempt, owner.toString(), until, intent, now, Optional.empty()))
                : Optional.empty();
    }

    /** Records how an attempt ended, once. */
    public void close(Claim claim, RunContext context, Ending ending) {
        RunId run = claim.run();
        Row row = RowFactory.create(
                run.toString(),
                claim.attempt(),
                run.job(),
                java.sql.Date.valueOf(run.date()),
                ending.status().name().toLowerCase(java.util.Locale.ROOT),
                ending.verdict().word(),
                context.actor(),
                context.environment(),
                scala.jdk.javaapi.CollectionConverters.asScala(
                        new TreeMap<String, Object>(claim.intent().inputs())),
                scala.jdk.javaapi.CollectionConverters.asScala(new TreeMap<String, Object>(ending.outputs())),
                scala.jdk.javaapi.CollectionConverters.asScala(new TreeMap<>(ending.counts())),
                claim.intent().specDigest(),
                codeVersion(),
                ending.message(),
                java.sql.Timestamp.from(claim.claimedAt()),
                java.sql.Timestamp.from(clock.instant()));
        runs.appendOnce(run.job(), RunContext.micros(claim.claimedAt()), List.of(row));
    }

    /** The finished runs of all jobs, in the order in which they ended. */
    public List<Done> done() {
        Map<String, Intent> last = intents.rows().stream()
                .collect(Collectors.toMap(row -> row.getAs(RUN_ID), this::intent, (first, second) -> second));
        return runs.rows().stream()
                .filter(row -> row.getAs("status").equals("done"))
                .sorted(Comparator.comparing((Row row) -> row.<java.sql.Timestamp>getAs("ended_at")))
                .map(row -> new Done(
                        RunId.parse(row.getAs(RUN_ID)),
                        last.get(row.<String>getAs(RUN_ID)),
                        new TreeMap<>(row.<String, Long>getJavaMap(row.fieldIndex("outputs")))))
                .toList();
    }

    /** Attempts, newest first. */
    public List<Row> attempts() {
        return runs.rows().stream()
                .sorted(Comparator.comparing((Row row) -> row.<java.sql.Timestamp>getAs("ended_at"))
                        .reversed())
                .toList();
    }

    /** The version of this code, {@code development} when run from classes. */
    public static String codeVersion() {
        return Optional.ofNullable(Ledger.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /**
     * An attempt at an intent.
     *
     * @param ended how it ended; empty while it is open
     */
    public record Claim(
            RunId run,
            int attempt,
            String owner,
            Instant leaseUntil,
            Intent intent,
            Instant claimedAt,
            Optional<RunStatus> ended) {
        /** The logical date. */
        public LocalDate date() {
            return run.date();
        }

        /** Whether everything was published and recorded. */
        public boolean isDone() {
            return ended.filter(status -> status == RunStatus.DONE).isPresent();
        }

        /** Whether it ended without publishing anything. */
        public boolean isVoid() {
            return ended.filter(status -> status == RunStatus.FAILED || status == RunStatus.REFUSED)
                    .isPresent();
        }
    }

    /**
     * A finished run.
     *
     * @param intent what it read
     * @param outputs table to version written
     */
    public record Done(RunId run, Intent intent, Map<String, Long> outputs) {}

    /**
     * How an attempt ended.
     *
     * @param outputs table to version written
     */
    public record Ending(
            RunStatus status, Verdict verdict, Map<String, Long> outputs, Map<String, String> counts, String message) {}
}

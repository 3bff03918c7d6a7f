package io.headrace.audit;

import static io.headrace.spec.EngineColumn.RUN_ID;

import io.headrace.registry.DecisionTable;
import io.headrace.registry.EventDetail;
import io.headrace.registry.ModelEvent;
import io.headrace.registry.Registry;
import io.headrace.spec.TableName;
import io.headrace.table.ChainedTables;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Who did what, when, on which data, and why: told from the registry, the ledger, publications and decisions. */
public final class AuditTrail {
    private static final String POLICY = "policy";

    private final Lake lake;
    private final Registry registry;
    private final Publications publications;
    private final Ledger ledger;
    private final Map<String, List<String>> personal = new HashMap<>();

    public AuditTrail(Lake lake, Registry registry, Publications publications, Ledger ledger) {
        this.lake = lake;
        this.registry = registry;
        this.publications = publications;
        this.ledger = ledger;
    }

    /** What was done, oldest first. */
    public List<Deed> of(Filter filter) {
        List<Row> attempts = ledger.attempts();
        List<Deed> deeds = Stream.of(runs(attempts), events(), published(), decided(attempts))
                .flatMap(List::stream)
                .toList();
        Set<String> runs = filter.model().isEmpty()
                ? Set.of()
                : deeds.stream()
                        .filter(deed -> filter.model().equals(deed.model()))
                        .map(Deed::run)
                        .filter(run -> !run.isEmpty())
                        .collect(Collectors.toSet());
        return deeds.stream()
                .filter(deed ->
                        filter.model().isEmpty() || filter.model().equals(deed.model()) || runs.contains(deed.run()))
                .filter(deed ->
                        filter.table().isEmpty() || deed.isAbout(filter.table().get()))
                .filter(deed -> filter.since().isEmpty()
                        || !deed.at().isBefore(filter.since().get()))
                .sorted(Comparator.comparing(Deed::at).thenComparing(Deed::kind).thenComparing(Deed::what))
                .toList();
    }

    private List<Deed> runs(List<Row> attempts) {
        return attempts.stream().map(this::run).toList();
    }

    private Deed run(Row row) {
        Map<String, Long> inputs = new TreeMap<>(row.<String, Long>getJavaMap(row.fieldIndex("inputs")));
        Map<String, Long> outputs = new TreeMap<>(row.<String, Long>getJavaMap(row.fieldIndex("outputs")));
        return new Deed(
                row.<java.sql.Timestamp>getAs("ended_at").toInstant(),
                row.getAs("actor"),
                Deed.Kind.RUN,
                row.getAs("status") + " " + row.getAs(RUN_ID) + ", attempt " + row.getAs("attempt"),
                versions(inputs),
                versions(outputs),
                inputs.keySet().stream()
                        .flatMap(table -> personal.computeIfAbsent(table, this::personal).stream())
                        .toList(),
                row.getAs("message"),
                row.getAs(RUN_ID),
                Optional.empty());
    }

    private static List<String> versions(Map<String, Long> tables) {
        return tables.entrySet().stream()
                .map(table -> table.getKey() + "@" + table.getValue())
                .toList();
    }

    /** Inputs that are no tables of the lake, such as tables outside, have no columns that are known here. */
    private List<String> personal(String table) {
        String[] parts = table.split("\\.", -1);
        if (parts.length != 2 || !TableName.isPart(parts[0]) || !TableName.isPart(parts[1])) {
            return List.of();
        }
        return new TreeSet<>(lake.personal(TableName.parse(table)))
                .stream().map(column -> table + "." + column).toList();
    }

    private List<Deed> events() {
        return registry.models().stream()
                .flatMap(model -> registry.events(model).stream())
                .map(event -> new Deed(
                        Instant.EPOCH.plus(event.atMicros(), ChronoUnit.MICROS),
                        event.actor(),
                        Deed.Kind.MODEL,
                        word(event.type()) + " version " + event.version() + " of " + event.model() + detail(event),
                        List.of(),
                        List.of(Registry.TABLE + "/" + event.model() + "@" + event.seq()),
                        List.of(),
                        event.reason(),
                        event.runId(),
                        Optional.of(event.model())))
                .toList();
    }

    private static String detail(ModelEvent event) {
        return event.detail() instanceof EventDetail.Allotment stage
                ? ": " + stage.alias() + " decides " + stage.share() + " from " + stage.from()
                : event.alias().map(alias -> ": " + alias).orElse("")
                        + event.judgement()
                                .filter(judgement -> event.imported().isEmpty())
                                .map(judgement -> ": " + judgement.verdict().word())
                                .orElse("")
                        + event.imported()
                                .map(imported -> ": " + imported.source().words() + ", bundle " + imported.bundle())
                                .orElse("")
                        + (event.detail() instanceof EventDetail.Exported exported
                                ? ": bundle " + exported.bundle()
                                : "");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private List<Deed> published() {
        return publications.tables().stream()
                .flatMap(table -> publications.history(table).stream())
                .map(AuditTrail::publication)
                .toList();
    }

    private static Deed publication(Publication p) {
        return new Deed(
                p.at(),
                p.actor(),
                Deed.Kind.PUBLICATION,
                p.event() + " as-of " + p.asOf() + ", " + p.rows() + " rows",
                p.sourceVersion() < 0 ? List.of() : List.of(p.table() + "@" + p.sourceVersion()),
                List.of(p.table() + "@" + p.version()),
                List.of(),
                p.reason(),
                p.runId(),
                Optional.of(p.seen().model()).filter(model -> !model.isEmpty()));
    }

    private List<Deed> decided(List<Row> attempts) {
        Map<String, Instant> ended = new HashMap<>();
        attempts.forEach(row -> ended.putIfAbsent(
                row.getAs(RUN_ID), row.<java.sql.Timestamp>getAs("ended_at").toInstant()));
        return DecisionTable.in(lake).rows(Map.of()).stream()
                .map(row -> new Deed(
                        ChainedTables.committed(row)
                                .or(() -> Optional.ofNullable(ended.get(row.<String>getAs(RUN_ID))))
                                .orElse(Instant.EPOCH),
                        POLICY,
                        Deed.Kind.DECISION,
                        row.getAs("kind") + " " + row.getAs("action") + " " + row.getAs("model")
                                + (row.<String>getAs("version").isEmpty() ? "" : " version " + row.getAs("version")),
                        List.of(),
                        List.of(),
                        List.of(),
                        row.getAs("text"),
                        row.getAs(RUN_ID),
                        Optional.of(row.getAs("model"))))
                .toList();
    }

    /**
     * Of what is told; all of it where nothing is said.
     *
     * @param table {@code layer.name}
     */
    public record Filter(Optional<String> model, Optional<TableName> table, Optional<Instant> since) {
        public Filter {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(since, "since");
        }
    }

    /**
     * Something that was done.
     *
     * @param at when, by the clock of who did it
     * @param actor who, as claimed; {@code policy} where a rule decided
     * @param kind which table tells it
     * @param what in words
     * @param read tables with the versions that were read
     * @param written tables with the versions that were made
     * @param personal personal columns of the tables that were read; which of them the job used, nobody noted
     * @param why reason or message
     * @param run the run; empty where a person did it
     * @param model of what it is told, where it is one
     */
    public record Deed(
            Instant at,
            String actor,
            Kind kind,
            String what,
            List<String> read,
            List<String> written,
            List<String> personal,
            String why,
            String run,
            Optional<String> model) {
        /** Which table tells it. */
        public enum Kind {
            /** {@code headrace.runs}. */
            RUN,
            /** {@code headrace.publications}. */
            PUBLICATION,
            /** {@code headrace.models}. */
            MODEL,
            /** {@code headrace.decisions}. */
            DECISION;

            /** As it is printed. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public Deed {
            Objects.requireNonNull(at, "at");
            read = List.copyOf(read);
            written = List.copyOf(written);
            personal = List.copyOf(personal);
            run = Objects.requireNonNullElse(run, "");
            why = Objects.requireNonNullElse(why, "");
        }

        boolean isAbout(TableName table) {
            List<String> tables = new ArrayList<>(read);
            tables.addAll(written);
            return tables.stream().anyMatch(version -> version.startsWith(table + "@"));
        }
    }
}

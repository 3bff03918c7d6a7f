package io.headrace.job;

import io.headrace.run.ColumnDefinitions;
import io.headrace.run.Intent;
import io.headrace.run.Intent.RawFile;
import io.headrace.run.RunId;
import io.headrace.table.Ledger.Done;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which finished runs would come out otherwise today, as something they should have seen came later: a late or corrected
 * file, a replay from quarantine, or a run they read from that was made again.
 *
 * <p>What came counts by the times of its events and the windows that see them. Where these are not known, a file counts from its own date
 * on, and one without a date from the date of the run that took it in.
 */
public final class StaleRuns {
    private static final Pattern TABLE = Pattern.compile("(?!headrace\\.)[a-z0-9_]+\\.[a-z0-9_]+");

    private final Map<String, String> definitions;
    private final Map<String, ColumnDefinitions> columns;
    private final Map<String, List<Done>> writers = new TreeMap<>();
    private final Map<String, Map<LocalDate, Done>> latest = new TreeMap<>();
    private final Arrivals arrivals;
    private final Map<String, Optional<Map<RunId, Long>>> seen = new TreeMap<>();
    private final Map<RunId, Optional<String>> reasons = new LinkedHashMap<>();

    /**
     * The runs as they are now.
     *
     * @param done all finished runs, in the order in which they ended
     * @param definitions job to the digest of the definition that it computes features by now
     * @param columns job to what the columns that it writes are computed by now
     */
    public StaleRuns(
            List<Done> done,
            Map<String, String> definitions,
            Map<String, ColumnDefinitions> columns,
            Arrivals arrivals) {
        this.arrivals = arrivals;
        this.definitions = Map.copyOf(definitions);
        this.columns = Map.copyOf(columns);
        for (Done run : done) {
            run.outputs()
                    .keySet()
                    .forEach(table -> writers.computeIfAbsent(table, name -> new ArrayList<>())
                            .add(run));
            latest.computeIfAbsent(run.run().job(), job -> new TreeMap<>())
                    .put(run.run().date(), run);
        }
    }

    /** A finished run that would come out otherwise, and why. */
    public record Stale(RunId run, String reason) {}

    /** All of them, by job and date. */
    public List<Stale> all() {
        return latest.values().stream()
                .flatMap(runs -> runs.values().stream())
                .flatMap(done -> reason(done).map(reason -> new Stale(done.run(), reason)).stream())
                .toList();
    }

    /** Why the newest finished run of the job and date is stale; empty when it is not, or there is none. */
    public Optional<String> reason(String job, LocalDate date) {
        return Optional.ofNullable(latest.getOrDefault(job, Map.of()).get(date)).flatMap(this::reason);
    }

    private Optional<String> reason(Done reader) {
        Optional<String> known = reasons.get(reader.run());
        if (known != null) {
            return known;
        }
        // A run that reads, by other runs, from itself is not stale for that.
        reasons.put(reader.run(), Optional.empty());
        Optional<String> found = changed(reader).or(() -> incomplete(reader)).or(() -> outdated(reader));
        reasons.put(reader.run(), found);
        return found;
    }

    private Optional<String> changed(Done run) {
        String was = run.intent().facts().get(Intent.DEFINITION);
        String is = definitions.get(run.run().job());
        return was == null || is == null || was.equals(is)
                ? Optional.empty()
                : Optional.of("its view has changed since");
    }

    /** A run that wrote no rows lacks nothing. */
    private Optional<String> incomplete(Done run) {
        String was = run.intent().facts().get(Intent.COLUMNS);
        ColumnDefinitions is = columns.get(run.run().job());
        return was == null || is == null || !wroteATable(run)
                ? Optional.empty()
                : is.missingIn(ColumnDefinitions.parse(was)).map(missing -> "it lacks " + missing);
    }

    /** Copies and Headrace's own tables do not count. */
    private static boolean wroteATable(Done run) {
        return run.outputs().keySet().stream()
                .anyMatch(output -> TABLE.matcher(output).matches());
    }

    /** What is known by its commit stays as it was, whatever comes later. */
    private Optional<String> outdated(Done reader) {
        if (reader.intent().facts().containsKey(Intent.KNOWN_BY_COMMIT)) {
            return Optional.empty();
        }
        return reader.intent().inputs().entrySet().stream()
                .flatMap(input -> reason(reader, input.getKey(), input.getValue()).stream())
                .findFirst();
    }

    private Optional<String> reason(Done reader, String table, long version) {
        List<Done> writersOfTable = writers.getOrDefault(table, List.of());
        boolean writesItself = writersOfTable.stream()
                .anyMatch(writer -> writer.run().job().equals(reader.run().job()));
        if (writesItself) {
            return Optional.empty();
        }
        Optional<Map<RunId, Long>> seers = seen(reader.run().job(), table);
        Optional<String> found = seers.isPresent()
                ? Optional.ofNullable(seers.get().get(reader.run())).map(by -> brought(writersOfTable, table, by))
                : writersOfTable.stream()
                        .filter(writer -> writer.outputs().get(table) > version)
                        .flatMap(writer -> cameLater(writer, reader, table).stream())
                        .findFirst();
        return found.or(() -> staleItself(writersOfTable, reader, table));
    }

    /** The newest runs of a job that see what came into a table since. */
    private Optional<Map<RunId, Long>> seen(String job, String table) {
        return seen.computeIfAbsent(job + " " + table, key -> {
            Map<RunId, Long> read = new LinkedHashMap<>();
            latest.get(job).values().forEach(run -> {
                Long version = run.intent().inputs().get(table);
                if (version != null) {
                    read.put(run.run(), version);
                }
            });
            return arrivals.since(job, table, read);
        });
    }

    /** What a version of a table brought, in words. */
    private static String brought(List<Done> writersOfTable, String table, long version) {
        return writersOfTable.stream()
                .filter(writer -> writer.outputs().get(table) == version)
                .findFirst()
                .map(writer -> writer.intent().files().stream()
                        .min(Comparator.comparing((RawFile file) -> date(file, writer))
                                .thenComparing(RawFile::path))
                        .map(file -> came(file, table, writer))
                        .orElseGet(() -> writer.run() + " wrote " + table + " again"))
                .orElseGet(() -> table + " was changed by its version " + version);
    }

    private static String came(RawFile file, String table, Done writer) {
        return file.path() + " came later into " + table + " with " + writer.run();
    }

    private static Optional<String> cameLater(Done writer, Done reader, String table) {
        if (writer.intent().files().isEmpty()) {
            return writer.run().date().equals(reader.run().date())
                    ? Optional.of(writer.run() + " wrote " + table + " again")
                    : Optional.empty();
        }
        return writer.intent().files().stream()
                .filter(file -> !date(file, writer).isAfter(reader.run().date()))
                .min(Comparator.comparing(RawFile::path))
                .map(file -> came(file, table, writer));
    }

    private static LocalDate date(RawFile file, Done writer) {
        return file.date().isEmpty() ? writer.run().date() : LocalDate.parse(file.date());
    }

    private Optional<String> staleItself(List<Done> writersOfTable, Done reader, String table) {
        return writersOfTable.stream()
                .map(writer -> writer.run().job())
                .distinct()
                .flatMap(job -> latest.get(job).values().stream())
                .filter(writer -> writer.intent().files().isEmpty())
                .filter(writer -> sees(reader, table, writer))
                .filter(writer -> reason(writer).isPresent())
                .map(writer -> "it reads from " + writer.run() + ", which is stale")
                .findFirst();
    }

    private boolean sees(Done reader, String table, Done writer) {
        LocalDate date = reader.run().date();
        return arrivals.sees(reader.run().job(), table, date, writer.run().date())
                .orElse(writer.run().date().equals(date));
    }
}

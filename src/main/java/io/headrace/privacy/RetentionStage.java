package io.headrace.privacy;

import io.headrace.job.JobStage;
import io.headrace.job.TableOutput;
import io.headrace.run.Faults;
import io.headrace.run.Intent;
import io.headrace.run.Json;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.Layer;
import io.headrace.spec.RetentionSpec;
import io.headrace.spec.RetentionSpec.Keep;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.StagedTable;
import io.headrace.zones.MaskedCopies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Removes rows that have been kept long enough: from each table by one commit, published as-ofs by withdrawing them; then from masked copies; then the
 * files that have such rows and that no table shows any more, with what logs say of them.
 *
 * <p>Other old files stay, and with them what a rollback of an as-of that is still kept needs.
 */
final class RetentionStage implements JobStage {
    /** A file that no commit names may be about to be committed for so long. */
    private static final Duration BEING_WRITTEN = Duration.ofDays(1);

    private final RetentionSpec spec;
    private final Lake lake;
    private final Publications publications;
    private final MaskedCopies copies;

    RetentionStage(RetentionSpec spec, Lake lake, Publications publications, MaskedCopies copies) {
        this.spec = spec;
        this.lake = lake;
        this.publications = publications;
        this.copies = copies;
    }

    /** What a run found to remove, so that its record is the same after an interruption: table to rows. */
    record Plan(SortedMap<String, Long> rows) {
        Plan {
            rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
        }

        long all() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private static String plan(RunId run) {
        return "headrace/retention/" + run.toString().replace('/', '_') + ".plan.json";
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        return new Resolved(lake.versions(there()), List.of(), Map.of());
    }

    private Set<TableName> there() {
        return spec.keeps().keySet().stream().filter(lake::has).collect(Collectors.toSet());
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        copies.require();
        SortedMap<TableName, OldRows> old = new TreeMap<>();
        there().forEach(table -> {
            Keep keep = spec.keeps().get(table);
            old.put(table, new OldRows(lake, table, keep, before(context, keep), context.zone()));
        });
        Plan plan = planned(run, old);
        List<Output> outputs = new ArrayList<>();
        Set<TableName> published = publications.tables();
        old.forEach((table, rows) -> {
            if (published.contains(table)) {
                outputs.add(new Withdrawals(table, before(context, spec.keeps().get(table)), context.actor()));
            } else {
                rewritten(table, rows).ifPresent(staged -> outputs.add(new TableOutput(staged)));
            }
        });
        outputs.add(new CopiesOutput());
        outputs.add(new StorageOutput(old, context));
        Map<String, String> counts = new TreeMap<>(Map.of("rows", Long.toString(plan.all())));
        plan.rows().forEach((table, rows) -> counts.put("rows_" + table.replace('.', '_'), Long.toString(rows)));
        return new Prepared(outputs, List.of(), Verdict.PUBLISHED, counts, message(plan));
    }

    /** Midnight of the day by whose end rows have been kept so many days. */
    private static Instant before(RunContext context, Keep keep) {
        return RunContext.asOf(context.date().minusDays(keep.days()), context.zone());
    }

    private Plan planned(RunId run, SortedMap<TableName, OldRows> old) {
        Optional<String> before = lake.readText(plan(run));
        if (before.isEmpty()) {
            SortedMap<String, Long> rows = new TreeMap<>();
            old.forEach((table, those) ->
                    rows.put(table.toString(), those.in(lake.read(table)).count()));
            lake.writeOnce(plan(run), Json.write(new Plan(rows)).getBytes(StandardCharsets.UTF_8));
        }
        Faults.reach("retention planned");
        return Json.read(lake.readText(plan(run)).orElseThrow(), Plan.class);
    }

    private Optional<StagedTable> rewritten(TableName table, OldRows old) {
        StagedTable staged = lake.stage(table).rewrite(old.files(), old::staying);
        return Optional.of(staged).filter(StagedTable::replacesFiles);
    }

    private static String message(Plan plan) {
        String removed = plan.rows().entrySet().stream()
                .filter(table -> table.getValue() > 0)
                .map(table -> String.format(Locale.ROOT, "%,d rows of %s", table.getValue(), table.getKey()))
                .collect(Collectors.joining(", "));
        String learnt = plan.rows().entrySet().stream()
                .filter(table ->
                        table.getValue() > 0 && TableName.parse(table.getKey()).kind() == Layer.TRAINING)
                .map(table -> "; versions of " + TableName.parse(table.getKey()).name()
                        + " that were trained on them stay, with their samples, and can no more be reproduced")
                .collect(Collectors.joining());
        return removed.isEmpty() ? "no rows have been kept long enough" : removed + " removed" + learnt;
    }

    /** As-ofs that are shown no more. */
    private final class Withdrawals implements Output {
        private final TableName table;
        private final Instant before;
        private final String actor;

        Withdrawals(TableName table, Instant before, String actor) {
            this.table = table;
            this.before = before;
            this.actor = actor;
        }

        @Override
        public String name() {
            return table.toString();
        }

        @Override
        public long publish(RunId run) {
            publications.visible(table).keySet().stream()
                    .filter(asOf -> Partitions.instant(asOf).isBefore(before))
                    .forEach(asOf -> publications.withdraw(table, asOf, actor, run + ": kept long enough"));
            return lake.version(table);
        }
    }

    /** The masked copies, made of the tables as they are now. */
    private final class CopiesOutput implements Output {
        @Override
        public String name() {
            return "copies";
        }

        @Override
        public long publish(RunId run) {
            copies.forget();
            return 0;
        }
    }

    /** Files with such rows that no table shows. */
    private final class StorageOutput implements Output {
        private final SortedMap<TableName, OldRows> old;
        private final RunContext context;

        StorageOutput(SortedMap<TableName, OldRows> old, RunContext context) {
            this.old = old;
            this.context = context;
        }

        @Override
        public String name() {
            return "storage";
        }

        @Override
        public long publish(RunId run) {
            old.forEach((table, rows) -> {
                Set<String> left = lake.leftFiles(table, context.now().minus(BEING_WRITTEN));
                lake.forget(table, rows.among(left));
            });
            Lake.forgetTables();
            return 0;
        }
    }
}

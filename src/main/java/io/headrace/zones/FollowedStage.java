package io.headrace.zones;

import io.headrace.job.JobStage;
import io.headrace.lineage.Quality;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.MaskedView;
import io.headrace.spec.TableName;
import io.headrace.table.Partitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A stage whose table has masked copies: they are made anew behind everything else that the run publishes. */
public final class FollowedStage implements JobStage {
    private final JobStage stage;
    private final MaskedCopies copies;
    private final TableName table;
    private final Map<String, MaskedCopy> made = new TreeMap<>();

    private FollowedStage(JobStage stage, MaskedCopies copies, TableName table) {
        this.stage = stage;
        this.copies = copies;
        this.table = table;
    }

    /**
     * The stage with the copies of what it publishes.
     *
     * @param shown the table whose rows it brings or takes back; empty for none
     */
    public static JobStage of(JobStage stage, MaskedCopies copies, Optional<TableName> shown) {
        return shown.filter(table -> !copies.of(table).isEmpty())
                .<JobStage>map(table -> new FollowedStage(stage, copies, table))
                .orElse(stage);
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        return stage.resolve(context, before);
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        Prepared prepared = stage.prepare(context, run, intent);
        copies.require(table);
        List<Output> outputs = new ArrayList<>(prepared.outputs());
        copies.of(table).forEach(view -> outputs.add(new Copy(view)));
        return new Prepared(
                prepared.findings(),
                outputs,
                prepared.refusals(),
                prepared.verdict(),
                prepared.counts(),
                prepared.message());
    }

    @Override
    public Told tell(RunContext context, RunId run) {
        Told told = stage.tell(context, run);
        Map<String, String> counts = new TreeMap<>(told.counts());
        List<String> words = new ArrayList<>();
        for (MaskedView view : copies.of(table)) {
            MaskedCopy copy = made.computeIfAbsent(view.zone(), zone -> copies.copy(view, table));
            copy.tally(Partitions.text(context.asOf())).ifPresent(tally -> {
                counts.put("copied_" + view.zone(), Long.toString(tally.rows()));
                counts.put("suppressed_" + view.zone(), Long.toString(tally.suppressed()));
                words.add(String.format(Locale.ROOT, "copy for %s: %,d rows", view.zone(), tally.rows())
                        + (tally.suppressed() == 0
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        ", %,d left out, of %,d groups that are too small",
                                        tally.suppressed(),
                                        tally.groups())));
            });
        }
        return new Told(
                counts,
                Stream.concat(Stream.of(told.message()), words.stream())
                        .filter(text -> !text.isEmpty())
                        .reduce((one, other) -> one + "; " + other)
                        .orElse(""));
    }

    @Override
    public Map<TableName, Quality> quality(RunId run) {
        return stage.quality(run);
    }

    /** A copy, which is made of what is published. */
    private final class Copy implements Output {
        private final MaskedView view;

        Copy(MaskedView view) {
            this.view = view;
        }

        @Override
        public String name() {
            return MaskedCopies.name(view, table);
        }

        @Override
        public long publish(RunId run) {
            MaskedCopy copy = copies.copy(view, table);
            made.put(view.zone(), copy);
            return copy.follow();
        }
    }
}

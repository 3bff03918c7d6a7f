package io.headrace.export;

import static io.headrace.spec.EngineColumn.AS_OF;

import io.headrace.job.JobStage;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.run.Verdict;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.ExportSpec.Target;
import io.headrace.spec.Places;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Ledger.Claim;
import io.headrace.table.Partitions;
import io.headrace.table.PublicationAudit;
import io.headrace.table.Publications;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Sends what is published of the run's as-of, or what changed of it, to another system. */
public final class ExportStage implements JobStage {
    private static final String WHERE = "where";
    private static final String BASE_RUN = "base_run";
    private static final String BASE_VERSION = "base_version";
    private static final String BASE_AS_OF = "base_as_of";
    private static final String BASE_WHERE = "base_where";
    private static final String BASE_SPEC = "base_spec";
    private static final String SUPERSEDED_BY = "superseded_by";

    private final ExportSpec spec;
    private final ExportColumns columns;
    private final Lake lake;
    private final Ledger ledger;
    private final Publications publications;
    private final ExportTarget target;

    public ExportStage(ExportSpec spec, Places places, Lake lake, Ledger ledger, Publications publications) {
        this.spec = spec;
        this.columns = new ExportColumns(spec, places.zone());
        this.lake = lake;
        this.ledger = ledger;
        this.publications = publications;
        this.target = target(spec, places, lake);
    }

    private static ExportTarget target(ExportSpec spec, Places places, Lake lake) {
        if (spec.target() instanceof Target.Table table) {
            Login login = new Login(places.databases().get(table.database()));
            return new DatabaseTarget(spec, login, table.table());
        }
        return new FilesTarget(spec, (Target.Files) spec.target(), places.exports(), lake.spark());
    }

    @Override
    public Resolved resolve(RunContext context, Optional<Intent> before) {
        String asOf = Partitions.text(context.asOf());
        long version = lake.version(spec.table());
        if (publications.current(spec.table(), asOf).isEmpty()) {
            throw ExportErrors.notPublished(spec.name(), spec.table(), asOf);
        }
        new PublicationAudit(lake, publications).require(spec.table(), asOf);
        Map<String, String> facts = new TreeMap<>(Map.of(AS_OF, asOf, WHERE, spec.where()));
        if (target.keepsNewestOnly()) {
            target.newest(done()).ifPresent(newest -> facts.putAll(facts(newest, asOf)));
        }
        return new Resolved(Map.of(spec.table().toString(), version), List.of(), facts);
    }

    /** Finished exports of the job that have sent something, newest first. */
    private List<Claim> done() {
        return ledger.claims(spec.name()).stream()
                .filter(claim -> claim.isDone() && !claim.intent().facts().containsKey(SUPERSEDED_BY))
                .sorted(Comparator.comparing(Claim::claimedAt).reversed())
                .toList();
    }

    private Map<String, String> facts(Claim newest, String asOf) {
        Intent base = newest.intent();
        if (base.fact(AS_OF).compareTo(asOf) > 0) {
            return Map.of(SUPERSEDED_BY, base.runId());
        }
        if (spec.mode() != ExportSpec.Mode.CHANGES) {
            return Map.of();
        }
        return Map.of(
                BASE_RUN,
                base.runId(),
                BASE_VERSION,
                Long.toString(base.version(spec.table().toString())),
                BASE_AS_OF,
                base.fact(AS_OF),
                BASE_WHERE,
                base.fact(WHERE),
                BASE_SPEC,
                base.specDigest());
    }

    @Override
    public Prepared prepare(RunContext context, RunId run, Intent intent) {
        String superseded = intent.facts().get(SUPERSEDED_BY);
        if (superseded != null) {
            return superseded(superseded);
        }
        ExportTarget.Staged staged = target.shown(run)
                .<ExportTarget.Staged>map(Shown::new)
                .orElseGet(() -> {
                    Dataset<Row> rows = rows(intent);
                    return target.stage(rows, export(run, intent, rows));
                });
        Map<String, String> counts = new TreeMap<>();
        staged.counts().byName().forEach((name, count) -> counts.put(name, count.toString()));
        return new Prepared(
                List.of(new Sending(staged, version(intent))),
                List.of(),
                Verdict.EXPORTED,
                counts,
                staged.counts().inWords() + " of " + spec.table() + " as of " + intent.fact(AS_OF) + " to "
                        + target.name());
    }

    private Prepared superseded(String newer) {
        return new Prepared(
                List.of(),
                List.of(),
                Verdict.SUPERSEDED,
                Map.of("rows", "0"),
                "nothing sent: " + target.name() + " holds " + newer + ", which is of a newer as-of");
    }

    private long version(Intent intent) {
        return intent.version(spec.table().toString());
    }

    private Export export(RunId run, Intent intent, Dataset<Row> rows) {
        return new Export(
                run,
                spec.table(),
                version(intent),
                intent.fact(AS_OF),
                spec.mode(),
                spec.key(),
                ExportColumns.types(rows),
                Optional.ofNullable(intent.facts().get(BASE_RUN)).map(RunId::parse));
    }

    private Dataset<Row> rows(Intent intent) {
        Dataset<Row> now = published(version(intent), intent.fact(AS_OF), spec.where());
        if (spec.mode() != ExportSpec.Mode.CHANGES) {
            return now;
        }
        if (!intent.facts().containsKey(BASE_RUN)) {
            return columns.allInserted(now);
        }
        Dataset<Row> before =
                published(Long.parseLong(intent.fact(BASE_VERSION)), intent.fact(BASE_AS_OF), intent.fact(BASE_WHERE));
        return intent.fact(BASE_SPEC).equals(intent.specDigest())
                ? columns.changes(before, now)
                : columns.changesAnew(before, now);
    }

    private Dataset<Row> published(long version, String asOf, String where) {
        return columns.of(lake.read(spec.table(), version), asOf, where);
    }

    /** What an earlier attempt of the run has shown. */
    private record Shown(ExportCounts counts) implements ExportTarget.Staged {
        @Override
        public void show() {}
    }

    /** The target as an output; its version is that of the table it shows. */
    private final class Sending implements Output {
        private final ExportTarget.Staged staged;
        private final long version;

        Sending(ExportTarget.Staged staged, long version) {
            this.staged = staged;
            this.version = version;
        }

        @Override
        public String name() {
            return target.name();
        }

        @Override
        public long publish(RunId run) {
            staged.show();
            return version;
        }
    }
}

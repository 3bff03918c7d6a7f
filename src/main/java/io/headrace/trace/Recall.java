package io.headrace.trace;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FEATURE_VERSION;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.headrace.run.Intent;
import io.headrace.run.RunId;
import io.headrace.spec.ExportSpec;
import io.headrace.spec.Project;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;

/** Which publications that readers see a fault touched. */
public final class Recall {
    private final Project project;
    private final Lake lake;
    private final Ledger ledger;
    private final Publications publications;

    public Recall(Project project, Lake lake, Ledger ledger, Publications publications) {
        this.project = project;
        this.lake = lake;
        this.ledger = ledger;
        this.publications = publications;
    }

    /**
     * A publication that was touched.
     *
     * @param asOf as its partition spells it
     * @param run that published it
     * @param rows that were touched
     * @param published rows that readers see
     * @param exports jobs that send the table on, and sent this as-of
     */
    public record Touched(TableName table, String asOf, RunId run, long rows, long published, List<String> exports) {
        public Touched {
            exports = List.copyOf(exports);
        }

        /** The logical date of the run. */
        public LocalDate date() {
            return run.date();
        }
    }

    /** Publications with rows whose features had a row of the file within reach. */
    public List<Touched> byFile(FileTrace file) {
        Map<String, Long> rows = new LinkedHashMap<>();
        file.scores().forEach(touched -> rows.merge(key(touched.table(), touched.asOf()), touched.rows(), Long::sum));
        return visible(scoring())
                .filter(publication -> rows.containsKey(key(publication.table(), publication.asOf())))
                .map(publication -> touched(publication, rows.get(key(publication.table(), publication.asOf()))))
                .toList();
    }

    /** Publications with rows that a version of a model decided about. */
    public List<Touched> byVersion(String model, int number) {
        List<Touched> touched = new ArrayList<>();
        scoring().filter(job -> job.model().equals(model)).forEach(job -> {
            Map<String, Long> rows = new LinkedHashMap<>();
            if (lake.has(job.table())) {
                lake.read(job.table())
                        .where(col("model_version").equalTo(number))
                        .groupBy(AS_OF)
                        .agg(count(lit(1)))
                        .collectAsList()
                        .forEach(row ->
                                rows.put(Partitions.text(row.getTimestamp(0).toInstant()), row.getLong(1)));
            }
            visible(Stream.of(job))
                    .filter(publication -> rows.containsKey(publication.asOf()))
                    .forEach(publication -> touched.add(touched(publication, rows.get(publication.asOf()))));
        });
        return touched;
    }

    /** Publications whose features a definition of a view gave; its digest may be cut short. */
    public List<Touched> byDefinition(String view, String digest) {
        return scoring()
                .filter(job -> job.view().name().equals(view))
                .flatMap(job -> visible(Stream.of(job)).filter(publication -> isBy(job, publication, digest)))
                .map(publication -> touched(publication, publication.rows()))
                .toList();
    }

    private boolean isBy(ScoreSpec job, Publication publication, String digest) {
        Intent intent = intent(RunId.parse(publication.runId()));
        String own = intent.facts().get(Intent.OWN_FEATURES);
        if (own != null) {
            return own.startsWith(digest);
        }
        Column isOfAsOf = col(AS_OF).equalTo(lit(Timestamp.from(Partitions.instant(publication.asOf()))));
        TableName features = job.view().table();
        return !lake.read(features, intent.version(features.toString()))
                .where(isOfAsOf.and(col(FEATURE_VERSION).startsWith(digest)))
                .isEmpty();
    }

    private Intent intent(RunId run) {
        return ledger.intent(run).orElseThrow(() -> TraceErrors.noIntent(run));
    }

    private Stream<ScoreSpec> scoring() {
        return project.jobs().values().stream()
                .filter(ScoreSpec.class::isInstance)
                .map(ScoreSpec.class::cast);
    }

    private Stream<Publication> visible(Stream<ScoreSpec> jobs) {
        return jobs.flatMap(job -> publications.visible(job.table()).values().stream());
    }

    private Touched touched(Publication publication, long rows) {
        TableName table = TableName.parse(publication.table());
        return new Touched(
                table,
                publication.asOf(),
                RunId.parse(publication.runId()),
                rows,
                publication.rows(),
                exports(table, publication.asOf()));
    }

    private List<String> exports(TableName table, String asOf) {
        return project.jobs().values().stream()
                .filter(job ->
                        job instanceof ExportSpec export && export.table().equals(table))
                .map(job -> job.name())
                .filter(job -> ledger.claims(job).stream()
                        .anyMatch(claim -> claim.isDone()
                                && asOf.equals(claim.intent().facts().get(AS_OF))))
                .toList();
    }

    private static String key(String table, String asOf) {
        return table + " " + asOf;
    }
}

package io.headrace.trace;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.FEATURE_VERSION;
import static io.headrace.spec.EngineColumn.FILE;
import static io.headrace.spec.EngineColumn.ROW;
import static io.headrace.spec.EngineColumn.RUN_ID;
import static io.headrace.spec.EngineColumn.SOURCE_RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import io.headrace.features.KeptViews;
import io.headrace.features.VisibleRows;
import io.headrace.ingest.FileAccounts;
import io.headrace.registry.ModelVersion;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.RunId;
import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.Input;
import io.headrace.spec.Layer;
import io.headrace.spec.ScoreSpec;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import io.headrace.trace.ScoreTrace.Features;
import io.headrace.trace.ScoreTrace.FilePart;
import io.headrace.trace.ScoreTrace.LabelledRow;
import io.headrace.trace.ScoreTrace.Model;
import io.headrace.trace.ScoreTrace.Score;
import io.headrace.trace.ScoreTrace.Source;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Walks from a published score to version, training rows, features, and the raw rows behind them, by what runs recorded. */
public final class ScoreTracer {
    private static final String VERSION = "model_version";

    private final ScoreSpec spec;
    private final Lake lake;
    private final Ledger ledger;
    private final Registry registry;
    private final Publications publications;
    private final ZoneId zone;

    /** @param spec the job that publishes the table */
    public ScoreTracer(
            ScoreSpec spec, Lake lake, Ledger ledger, Registry registry, Publications publications, ZoneId zone) {
        this.spec = spec;
        this.lake = lake;
        this.ledger = ledger;
        this.registry = registry;
        this.publications = publications;
        this.zone = zone;
    }

    /**
     * The way of one score.
     *
     * @param entity its key as text
     * @param asOf by default the latest that readers see
     */
    public ScoreTrace of(String entity, Optional<Instant> asOf) {
        Publication publication = publication(asOf.map(Partitions::text));
        Instant moment = Partitions.instant(publication.asOf());
        Row row = row(publication, moment, entity);
        Score score = new Score(
                spec.table().toString(),
                publication.asOf(),
                entity,
                row.getAs(RUN_ID),
                publication.sourceVersion(),
                values(row, Set.of(entityColumn(), AS_OF, RUN_ID)));
        Intent intent = intent(RunId.parse(score.run()));
        Features features = features(intent, score.run(), entity, moment);
        FeatureView view = view(features.definition());
        Intent made = features.run().equals(score.run()) ? intent : intent(RunId.parse(features.run()));
        return new ScoreTrace(
                score,
                model(Integer.parseInt(row.getAs(VERSION)), entity),
                features,
                sources(view, made, entity, moment));
    }

    private Publication publication(Optional<String> asOf) {
        NavigableMap<String, Publication> visible = publications.visible(spec.table());
        return asOf.map(visible::get)
                .or(() -> asOf.isPresent() || visible.isEmpty()
                        ? Optional.empty()
                        : Optional.of(visible.lastEntry().getValue()))
                .orElseThrow(() -> TraceErrors.nothingPublished(spec.table(), asOf.orElse(""), visible.keySet()));
    }

    private String entityColumn() {
        return spec.view().entity();
    }

    private Column isOf(Dataset<Row> rows, String entity) {
        return col("`" + entityColumn() + "`").equalTo(key(rows, entity));
    }

    /** The key as a value of the column's type. */
    private Column key(Dataset<Row> rows, String entity) {
        return lit(entity).try_cast(rows.schema().apply(entityColumn()).dataType());
    }

    private Row row(Publication publication, Instant asOf, String entity) {
        Dataset<Row> rows = lake.read(spec.table()).where(col(AS_OF).equalTo(lit(Timestamp.from(asOf))));
        return texts(rows.where(isOf(rows, entity))).collectAsList().stream()
                .findFirst()
                .orElseThrow(() -> TraceErrors.noEntity(spec.table(), publication.asOf(), entityColumn(), entity));
    }

    /** Every column as text. */
    private static Dataset<Row> texts(Dataset<Row> rows) {
        return rows.select(Stream.of(rows.columns())
                .map(name -> col("`" + name + "`").cast("string").as(name))
                .toArray(Column[]::new));
    }

    private static Map<String, String> values(Row row, Set<String> without) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String column : row.schema().fieldNames()) {
            String value = row.getAs(column);
            if (!without.contains(column) && value != null) {
                values.put(column, value);
            }
        }
        return values;
    }

    private Intent intent(RunId run) {
        return ledger.intent(run).orElseThrow(() -> TraceErrors.noIntent(run));
    }

    private Model model(int number, String entity) {
        ModelVersion version = registry.state(spec.model()).version(number);
        if (version.imported().isPresent()) {
            // What it learnt from is in another lake.
            return new Model(
                    spec.model(), number, version.digest(), version.runId(), rows(version), List.of(), Map.of());
        }
        TableName table = Layer.TRAINING.table(spec.model());
        Dataset<Row> set = lake.read(table).where(col(VERSION).equalTo(number));
        List<LabelledRow> own = VisibleRows.isByEntity(set, entityColumn())
                ? texts(set.where(isOf(set, entity)).orderBy(AS_OF)).collectAsList().stream()
                        .map(row -> new LabelledRow(row.getAs(AS_OF), row.getAs("split"), row.getAs("label")))
                        .toList()
                : List.of();
        return new Model(
                spec.model(),
                number,
                version.digest(),
                version.runId(),
                rows(version),
                own,
                intent(RunId.parse(version.runId())).inputs());
    }

    private static long rows(ModelVersion version) {
        return version.record().provenance().trainRows()
                + version.record().provenance().testRows();
    }

    private Features features(Intent intent, String run, String entity, Instant asOf) {
        TableName table = spec.view().table();
        long version = intent.version(table.toString());
        Dataset<Row> rows = lake.read(table, version).where(col(AS_OF).equalTo(lit(Timestamp.from(asOf))));
        Optional<Row> row =
                texts(rows.where(isOf(rows, entity))).collectAsList().stream().findFirst();
        Optional<String> own = Optional.ofNullable(intent.facts().get(Intent.OWN_FEATURES));
        Map<String, String> values = own.isPresent()
                ? Map.of()
                : row.map(found -> values(found, Set.of(entityColumn(), AS_OF, FEATURE_VERSION, RUN_ID)))
                        .orElse(Map.of());
        return new Features(
                table.toString(),
                version,
                own.or(() -> row.map(found -> found.<String>getAs(FEATURE_VERSION)))
                        .orElse(spec.view().digest()),
                own.isPresent() || row.isEmpty() ? run : row.get().getAs(RUN_ID),
                values);
    }

    private FeatureView view(String definition) {
        FeatureView now = spec.view();
        return now.digest().equals(definition)
                ? now
                : new KeptViews(lake)
                        .find(now.name(), definition)
                        .orElseThrow(() -> TraceErrors.otherDefinition(now.name(), definition));
    }

    private List<Source> sources(FeatureView view, Intent made, String entity, Instant asOf) {
        List<Source> sources = new ArrayList<>();
        view.inputs().forEach((name, input) -> sources.add(source(name, input, view, made, entity, asOf)));
        view.rows().ifPresent(rows -> {
            sources.add(source("rows", view.allInputs().get("rows"), view, made, entity, asOf));
            Row own = texts(read(rows.table(), made).where(isOf(read(rows.table(), made), entity)))
                    .first();
            rows.lookups().forEach(lookup -> {
                String key = own.getAs(lookup.key());
                lookup.view()
                        .inputs()
                        .forEach((name, input) -> sources.add(
                                source(lookup.alias() + "." + name, input, lookup.view(), made, key, asOf)));
            });
        });
        return sources;
    }

    private Dataset<Row> read(TableName table, Intent made) {
        return lake.read(table, made.version(table.toString()));
    }

    private Source source(String name, Input input, FeatureView view, Intent made, String entity, Instant asOf) {
        long version = made.version(input.table().toString());
        Dataset<Row> table = lake.read(input.table(), version);
        boolean isOwn = VisibleRows.isByEntity(table, view.entity());
        Column key =
                isOwn ? lit(entity).try_cast(table.schema().apply(view.entity()).dataType()) : lit(null);
        Dataset<Row> seen = new VisibleRows(lake, view, zone, other -> version).of(input, key, asOf);
        List<FilePart> files =
                List.of(seen.columns()).containsAll(List.of(FILE, ROW, SOURCE_RUN_ID)) ? files(seen) : List.of();
        long rows = files.isEmpty()
                ? seen.count()
                : files.stream().mapToLong(FilePart::rows).sum();
        return new Source(name, input.table().toString(), version, !isOwn, rows, files);
    }

    private List<FilePart> files(Dataset<Row> seen) {
        List<Row> parts = seen.groupBy(FILE, SOURCE_RUN_ID)
                .agg(count(lit(1)), min(ROW), max(ROW))
                .orderBy(FILE, SOURCE_RUN_ID)
                .collectAsList();
        Map<String, String> digests = digests(parts);
        List<FilePart> files = new ArrayList<>();
        parts.forEach(part -> files.add(new FilePart(
                part.getString(0),
                part.getString(1),
                part.getLong(2),
                part.<Number>getAs(3).longValue(),
                part.<Number>getAs(4).longValue(),
                digests.getOrDefault(part.getString(1) + " " + part.getString(0), ""))));
        return files;
    }

    /** Of each file as the run that took it in saw it. */
    private Map<String, String> digests(List<Row> parts) {
        Set<String> runs =
                Set.copyOf(parts.stream().map(part -> part.getString(1)).toList());
        Map<String, String> digests = new TreeMap<>();
        if (!runs.isEmpty()) {
            FileAccounts.in(lake)
                    .rows(Map.of(RUN_ID, runs))
                    .forEach(row -> digests.put(
                            row.<String>getAs(RUN_ID) + " " + row.<String>getAs("path"), row.getAs("digest")));
        }
        return digests;
    }
}

package io.headrace.trace;

import static io.headrace.spec.EngineColumn.AS_OF;
import static io.headrace.spec.EngineColumn.RUN_ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;

import io.headrace.features.KeptViews;
import io.headrace.features.LakeViewColumns;
import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.run.Intent;
import io.headrace.run.RunId;
import io.headrace.spec.FeatureView;
import io.headrace.spec.TableName;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The features of an as-of from the tables that runs read then: those a score run read, or by another definition, computed from the same tables. */
final class FeaturesThen {
    private final FeatureView now;
    private final Lake lake;
    private final Ledger ledger;
    private final ZoneId zone;
    private final Tiles tiles;

    /** @param now the view as it is */
    FeaturesThen(FeatureView now, Lake lake, Ledger ledger, ZoneId zone, Tiles tiles) {
        this.now = now;
        this.lake = lake;
        this.ledger = ledger;
        this.zone = zone;
        this.tiles = tiles;
    }

    /**
     * The features of all entities.
     *
     * @param scoring the intent of the score run
     * @param read the digest of the definition of those that it read
     * @param wanted the digest of the definition to compute by
     */
    Dataset<Row> rows(Intent scoring, Instant asOf, String read, String wanted) {
        boolean isOwn = scoring.facts().containsKey(Intent.OWN_FEATURES);
        if (!isOwn && read.equals(wanted)) {
            return published(scoring, asOf);
        }
        FeatureView view = now.digest().equals(wanted)
                ? now
                : new KeptViews(lake)
                        .find(now.name(), wanted)
                        .orElseThrow(() -> TraceErrors.otherDefinition(now.name(), wanted));
        Intent made = isOwn ? scoring : maker(scoring, asOf);
        Map<String, Long> inputs = made.inputs();
        for (TableName table : view.tables()) {
            if (!inputs.containsKey(table.toString())) {
                throw TraceErrors.notRead(now.name(), wanted, table, made.runId());
            }
        }
        return new LakeViewColumns(lake, view, zone, inputs, tiles).at(List.of(asOf));
    }

    private Dataset<Row> published(Intent scoring, Instant asOf) {
        TableName table = now.table();
        return lake.read(table, scoring.version(table.toString()))
                .where(col(AS_OF).equalTo(lit(Timestamp.from(asOf))));
    }

    /** What the run was going to do that computed the features that a score run read. */
    private Intent maker(Intent scoring, Instant asOf) {
        Optional<String> run =
                published(scoring, asOf).select(RUN_ID).orderBy(desc(RUN_ID)).limit(1).collectAsList().stream()
                        .findFirst()
                        .map(row -> row.getString(0));
        RunId made = RunId.parse(run.orElse(scoring.runId()));
        return ledger.intent(made).orElseThrow(() -> TraceErrors.noIntent(made));
    }
}

package io.headrace.score;

import static io.headrace.spec.EngineColumn.AS_OF;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.headrace.features.PinnedColumns.Tiles;
import io.headrace.registry.Registry;
import io.headrace.run.Intent;
import io.headrace.run.RunContext;
import io.headrace.run.RunId;
import io.headrace.spec.ScoreSpec;
import io.headrace.table.Lake;
import io.headrace.table.Ledger;
import io.headrace.table.Partitions;
import io.headrace.table.Publications;
import io.headrace.table.Publications.Publication;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Computes the scores of a publication once more from what its run recorded, and compares them with those that readers see. Writes nothing. */
public final class ScoreReproduction {
    private static final String SEEN = "_seen";
    private static final String AGAIN = "_again";

    private final ScoreSpec spec;
    private final Lake lake;
    private final Publications publications;
    private final ScoreStage stage;

    /** @param spec the job as it was when it ran */
    public ScoreReproduction(
            ScoreSpec spec, Lake lake, Ledger ledger, Registry registry, Publications publications, Tiles tiles) {
        this.spec = spec;
        this.lake = lake;
        this.publications = publications;
        this.stage = new ScoreStage(spec, lake, ledger, registry, publications, tiles);
    }

    /**
     * What was found.
     *
     * @param rows that readers see
     * @param missing rows that readers see and that do not come out again
     * @param extra rows that come out and that readers do not see
     * @param differing column to the rows that come out with another value in it, without those where none does
     */
    public record Found(long rows, long missing, long extra, Map<String, Long> differing) {
        public Found {
            differing = Collections.unmodifiableMap(new LinkedHashMap<>(differing));
        }

        /** Whether every value of every row is what it was. */
        public boolean reproduced() {
            return missing == 0 && extra == 0 && differing.isEmpty();
        }
    }

    /**
     * Computes a publication once more.
     *
     * @param publication what readers see of the as-of
     * @param intent of the run that published it
     * @param context of that run's date
     */
    public Found of(Publication publication, Intent intent, RunContext context) {
        boolean byChampion = publications.fallenBack(spec.table()).contains(publication.asOf());
        Dataset<Row> seen = lake.read(spec.table())
                .where(col(AS_OF).equalTo(lit(Timestamp.from(Partitions.instant(publication.asOf())))));
        List<String> columns = List.of(seen.columns());
        Dataset<Row> again = inOrder(stage.again(context, RunId.parse(publication.runId()), intent, byChampion), seen);
        return counted(columns, paired(seen, SEEN).join(paired(again, AGAIN), isSameRow(), "full_outer"));
    }

    /** The columns of the table; those that a run does not compute are null, as in what it publishes. */
    private static Dataset<Row> inOrder(Dataset<Row> rows, Dataset<Row> like) {
        List<String> there = List.of(rows.columns());
        return rows.select(Stream.of(like.schema().fields())
                .map(field -> (there.contains(field.name()) ? col("`" + field.name() + "`") : lit(null))
                        .cast(field.dataType())
                        .as(field.name()))
                .toArray(Column[]::new));
    }

    private static Dataset<Row> paired(Dataset<Row> rows, String prefix) {
        List<Column> columns = new ArrayList<>(List.of(lit(true).as(prefix)));
        Stream.of(rows.columns())
                .forEach(name -> columns.add(col("`" + name + "`").as(prefix + name)));
        return rows.select(columns.toArray(Column[]::new));
    }

    private Column isSameRow() {
        String entity = spec.view().entity();
        return of(SEEN, entity).equalTo(of(AGAIN, entity));
    }

    private static Column of(String prefix, String column) {
        return col("`" + prefix + column + "`");
    }

    private static Found counted(List<String> columns, Dataset<Row> pairs) {
        Column isBoth = isThere(SEEN).and(isThere(AGAIN));
        List<Column> counts = new ArrayList<>(List.of(
                count_if(isThere(SEEN)),
                count_if(isThere(SEEN).and(not(isThere(AGAIN)))),
                count_if(isThere(AGAIN).and(not(isThere(SEEN))))));
        columns.forEach(name ->
                counts.add(count_if(isBoth.and(not(of(SEEN, name).eqNullSafe(of(AGAIN, name)))))));
        Row found = pairs.agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
                .first();
        Map<String, Long> differing = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (found.getLong(3 + i) > 0) {
                differing.put(columns.get(i), found.getLong(3 + i));
            }
        }
        return new Found(found.getLong(0), found.getLong(1), found.getLong(2), differing);
    }

    private static Column isThere(String side) {
        return coalesce(col(side), lit(false));
    }
}

package io.headrace.quality;

import static io.headrace.spec.Arms.CHAMPION;
import static io.headrace.spec.Arms.HOLDOUT;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.headrace.quality.StatisticsTable.Counted;
import io.headrace.quality.StoredCounts.Of;
import io.headrace.quality.StoredCounts.Slice;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The arms that decide about published rows, each counted with the answers of its own version, the holdout with its negative decisions.
 *
 * @param versions arm to the version that it asks; of the holdout the champion's
 */
public record DecidingArms(SortedMap<String, Integer> versions) {
    /** The column of who decides. */
    private static final String ARM = "arm";

    private static final String PROBABILITY = "probability";

    public DecidingArms {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    /**
     * The arms of a run.
     *
     * @param versions arm to version, the champion among them, without the holdout
     */
    public static DecidingArms of(Map<String, Integer> versions) {
        SortedMap<String, Integer> all = new TreeMap<>(versions);
        all.put(HOLDOUT, versions.get(CHAMPION));
        return new DecidingArms(all);
    }

    /** The arms of the rows of one run; empty where it had none. */
    public static Optional<DecidingArms> of(Dataset<Row> published) {
        if (!List.of(published.columns()).contains(ChampionColumns.ARMS)) {
            return Optional.empty();
        }
        return published
                .select(ChampionColumns.ARMS)
                .where(col(ChampionColumns.ARMS).isNotNull())
                .takeAsList(1)
                .stream()
                .map(row -> of(row.<Row>getList(0)))
                .findFirst();
    }

    private static DecidingArms of(List<Row> answers) {
        Map<String, Integer> versions = new TreeMap<>();
        answers.forEach(answer -> versions.put(answer.getAs(ARM), answer.getAs("model_version")));
        return of(versions);
    }

    /**
     * Rows, probabilities and decisions of each arm, in one pass.
     *
     * @param asOf of the rows, as the partition spells it
     */
    public List<Counted> decisions(Dataset<Row> published, String asOf) {
        Column probability = List.of(published.columns()).contains(PROBABILITY) ? col(PROBABILITY) : lit(null);
        return counted(
                slices().decisions(Of.ARM_DECISIONS, published, StoredCounts.SCORE, probability, col("decision")),
                asOf);
    }

    /**
     * The same with labels, of rows of a binary label.
     *
     * @param label a truth value; a row without one is left out
     */
    public List<Counted> outcomes(Dataset<Row> labelled, String asOf, Column label) {
        return counted(
                slices().labelled(
                                Of.ARM_OUTCOMES,
                                labelled,
                                StoredCounts.SCORE,
                                col(PROBABILITY),
                                col("decision"),
                                label),
                asOf);
    }

    private SlicedRows slices() {
        return new SlicedRows(
                versions.keySet().stream().map(arm -> new Slice(ARM, arm)).toList());
    }

    private List<Counted> counted(List<StoredCounts> statistics, String asOf) {
        return statistics.stream()
                .map(found -> new Counted(versions.get(armOf(found)), Optional.of(asOf), found))
                .toList();
    }

    /** The arm whose rows were counted. */
    public static String armOf(StoredCounts byArm) {
        return byArm.slice().orElseThrow().value();
    }
}

package io.headrace.report.monitor;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * Rows that were judged together.
 *
 * @param version that scored
 * @param firstAsOf of the window
 * @param lastAsOf likewise
 */
record Judged(int version, String firstAsOf, String lastAsOf) {
    /** The newest last. */
    static final Comparator<Judged> ORDER = Comparator.comparing(Judged::lastAsOf)
            .thenComparingInt(Judged::version)
            .thenComparing(Judged::firstAsOf);

    static Judged of(Row row) {
        return new Judged(row.<Integer>getAs("model_version"), row.getAs("first_as_of"), row.getAs("last_as_of"));
    }

    /** The runs that scored it, of those that are published: as-of to run. */
    Set<String> of(Map<String, String> published) {
        Set<String> runs = new TreeSet<>();
        published.forEach((asOf, run) -> {
            if (holds(asOf)) {
                runs.add(run);
            }
        });
        return runs;
    }

    boolean holds(String asOf) {
        return firstAsOf.compareTo(asOf) <= 0 && asOf.compareTo(lastAsOf) <= 0;
    }
}

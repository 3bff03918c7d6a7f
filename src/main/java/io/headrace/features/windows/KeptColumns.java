package io.headrace.features.windows;

import java.util.Collection;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Partials of whole periods that are kept of a table's rows. */
public interface KeptColumns {
    /** Of which periods. */
    Periods periods();

    /**
     * The partials of some of the periods.
     *
     * @return the entity, {@code begins} and {@code ends} of the period, and a column for each measure, in order; several rows of one
     *     entity and period may hold different measures
     */
    Dataset<Row> rows(Collection<Period> periods);

    /** What partials are kept of, in the order of the columns. */
    List<Measure> measures();
}

package io.headrace.features;

import io.headrace.features.windows.KeptColumns;
import io.headrace.spec.FeatureView.Input;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Gives what a view's inputs hold. */
@FunctionalInterface
public interface InputColumns {
    /** The rows of an input's table. */
    Dataset<Row> rows(Input input);

    /** Partials of the rows of an input with aggregates, where it is better to use them at the as-ofs. */
    default Optional<KeptColumns> tiles(Input input, List<Instant> asOfs) {
        return Optional.empty();
    }
}

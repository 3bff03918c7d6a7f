package io.headrace.features;

import io.headrace.features.windows.KeptColumns;
import io.headrace.spec.FeatureView.Input;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Provides the rows of a view's inputs. */
@FunctionalInterface
public interface InputColumns {
    /** The rows of an input's table. */
    Dataset<Row> rows(Input input);

    /** Partial aggregates of an input's rows, if using them at the as-ofs is cheaper than reading the rows. */
    default Optional<KeptColumns> tiles(Input input, List<Instant> asOfs) {
        return Optional.empty();
    }
}

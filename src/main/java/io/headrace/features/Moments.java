package io.headrace.features;

import io.headrace.spec.EventRows;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Moments of entities at which features are wanted.
 *
 * @param rows the entity, in a column of that name, and {@code as_of}, none of them null; of places also {@link #ROW} and {@link #ORDER}
 *     with numbers from 0
 * @param place where moments are those of rows, of which several may share an entity and an instant; then features come by row
 */
record Moments(Dataset<Row> rows, Optional<Place> place) {
    /** The column of the row that a moment is of. */
    static final String ROW = "_row";

    /** The columns by which rows of one instant are ordered. */
    static final String ORDER = "_order";

    Moments {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(place, "place");
    }

    /**
     * The place of rows among events.
     *
     * @param of the rows
     * @param key the column that tells rows of one instant apart whatever their order says
     * @param includesRow whether the row itself is seen
     */
    record Place(EventRows of, String key, boolean includesRow) {}

    /** Each pair of entity and instant once. */
    static Moments of(Dataset<Row> rows) {
        return new Moments(rows, Optional.empty());
    }

    /** The same for some of the rows. */
    Moments with(Dataset<Row> some) {
        return new Moments(some, place);
    }
}

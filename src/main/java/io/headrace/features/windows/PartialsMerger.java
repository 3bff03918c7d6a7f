package io.headrace.features.windows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;

/** One row for all neighbours that agree in their first two columns, a number and an entity: the merger of their partials. */
final class PartialsMerger implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final List<Aggregator<?>> aggregators;
    private final Reader reader;
    private final Maker maker;
    private Row ahead;

    PartialsMerger(Iterator<Row> rows, List<Aggregator<?>> aggregators, Reader reader, Maker maker) {
        this.rows = rows;
        this.aggregators = aggregators;
        this.reader = reader;
        this.maker = maker;
        advance();
    }

    /** Gets a row's partial of a measure. */
    interface Reader {
        Object partial(Row row, int measure, Aggregator<?> aggregator);
    }

    /** Makes a row of what was merged. */
    interface Maker {
        Row row(int number, Object entity, List<byte[]> partials);
    }

    private void advance() {
        ahead = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public Row next() {
        if (ahead == null) {
            throw new NoSuchElementException();
        }
        int number = ahead.getInt(0);
        Object entity = ahead.get(1);
        Object[] merged = new Object[aggregators.size()];
        while (ahead != null && ahead.getInt(0) == number && ahead.get(1).equals(entity)) {
            for (int i = 0; i < merged.length; i++) {
                Aggregator<?> aggregator = aggregators.get(i);
                merged[i] = Partials.merge(merged[i], reader.partial(ahead, i, aggregator), aggregator);
            }
            advance();
        }
        List<byte[]> partials = new ArrayList<>();
        for (int i = 0; i < merged.length; i++) {
            partials.add(Partials.write(merged[i], aggregators.get(i)));
        }
        return maker.row(number, entity, partials);
    }
}

package io.headrace.table;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** A row by the names of its columns; what is not given is null. */
public final class RowBuilder {
    private final StructType schema;
    private final Object[] values;

    /** @param schema of the table */
    public RowBuilder(StructType schema) {
        this.schema = schema;
        this.values = new Object[schema.size()];
    }

    /**
     * Gives a value; refuses a name that the table does not have.
     *
     * @param value of the column's type, or null
     */
    public RowBuilder with(String column, Object value) {
        values[schema.fieldIndex(column)] = value;
        return this;
    }

    /** The row. */
    public Row row() {
        return RowFactory.create(values.clone());
    }
}

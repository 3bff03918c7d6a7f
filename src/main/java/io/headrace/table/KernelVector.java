package io.headrace.table;

import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.StructType;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A column for Delta Kernel of values that are in this process. Kernel's own columns of objects refuse dates and times.
 *
 * @param type of all values
 * @param values as Kernel reads them: days and microseconds since 1970, {@link Elements}, {@link Entries}; null for none
 */
record KernelVector(DataType type, List<?> values) implements ColumnVector {
    @Override
    public DataType getDataType() {
        return type;
    }

    @Override
    public int getSize() {
        return values.size();
    }

    @Override
    public void close() {
        // There is nothing to close.
    }

    @Override
    public boolean isNullAt(int row) {
        return values.get(row) == null;
    }

    @Override
    public boolean getBoolean(int row) {
        return (Boolean) values.get(row);
    }

    @Override
    public int getInt(int row) {
        return (Integer) values.get(row);
    }

    @Override
    public long getLong(int row) {
        return (Long) values.get(row);
    }

    @Override
    public double getDouble(int row) {
        return (Double) values.get(row);
    }

    @Override
    public String getString(int row) {
        return (String) values.get(row);
    }

    @Override
    public byte[] getBinary(int row) {
        return (byte[]) values.get(row);
    }

    @Override
    public ArrayValue getArray(int row) {
        return (ArrayValue) values.get(row);
    }

    @Override
    public MapValue getMap(int row) {
        return (MapValue) values.get(row);
    }

    @Override
    public ColumnVector getChild(int place) {
        return KernelFile.vector(
                ((StructType) type).at(place).getDataType(),
                values.stream().map(row -> row == null ? null : ((Row) row).get(place)));
    }

    /** The elements of one array. */
    record Elements(ColumnVector elements) implements ArrayValue {
        @Override
        public int getSize() {
            return elements.getSize();
        }

        @Override
        public ColumnVector getElements() {
            return elements;
        }
    }

    /** The entries of one map. */
    record Entries(ColumnVector keys, ColumnVector values) implements MapValue {
        @Override
        public int getSize() {
            return keys.getSize();
        }

        @Override
        public ColumnVector getKeys() {
            return keys;
        }

        @Override
        public ColumnVector getValues() {
            return values;
        }
    }
}

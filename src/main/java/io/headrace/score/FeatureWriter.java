package io.headrace.score;

import io.headrace.model.FeatureEncoder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Writes the features of Spark's rows into a model's slots. Numbers are not boxed, and the slots of texts are remembered, so that no string is
 * made twice. For one thread.
 */
final class FeatureWriter {
    private static final long MICROS = 1_000_000;
    private static final int NANOS = 1000;
    private static final Map<DataType, Kind> KINDS = Map.of(
            DataTypes.DoubleType, Kind.DOUBLE,
            DataTypes.FloatType, Kind.FLOAT,
            DataTypes.IntegerType, Kind.INTEGER,
            DataTypes.LongType, Kind.LONG,
            DataTypes.ShortType, Kind.SHORT,
            DataTypes.ByteType, Kind.BYTE);

    private final FeatureEncoder encoder;
    private final Kind[] kinds;
    private final int[] places;
    private final DataType[] types;
    private final int[] firstSlots;
    private final KnownTexts[] texts;

    private enum Kind {
        DOUBLE,
        FLOAT,
        INTEGER,
        LONG,
        SHORT,
        BYTE,
        TEXT,
        OTHER
    }

    /**
     * @param row the type of the rows, with a field for each feature by name
     * @throws IllegalArgumentException if a feature is missing or has an unsupported type
     */
    FeatureWriter(FeatureEncoder encoder, StructType row) {
        int count = encoder.featureCount();
        this.encoder = encoder;
        this.kinds = new Kind[count];
        this.places = new int[count];
        this.types = new DataType[count];
        this.firstSlots = new int[count];
        this.texts = new KnownTexts[count];
        List<String> names = List.of(row.fieldNames());
        for (int feature = 0; feature < count; feature++) {
            String name = encoder.featureName(feature);
            places[feature] = names.indexOf(name);
            if (places[feature] < 0) {
                throw new IllegalArgumentException("the model needs the feature " + name + ", the row has " + names);
            }
            types[feature] = row.fields()[places[feature]].dataType();
            kinds[feature] = kind(types[feature]);
            firstSlots[feature] = encoder.firstSlot(feature);
            if (kinds[feature] == Kind.TEXT) {
                texts[feature] = new KnownTexts(encoder.firstSlot(feature + 1) - firstSlots[feature]);
            }
        }
    }

    private static Kind kind(DataType type) {
        return KINDS.getOrDefault(type, type instanceof StringType ? Kind.TEXT : Kind.OTHER);
    }

    /**
     * Writes all features of a row.
     *
     * @throws IllegalArgumentException as {@link FeatureEncoder#encode}
     */
    void write(InternalRow row, double[] slots) {
        for (int feature = 0; feature < places.length; feature++) {
            int place = places[feature];
            if (row.isNullAt(place)) {
                encoder.write(feature, null, slots);
            } else {
                write(feature, row, place, slots);
            }
        }
    }

    private void write(int feature, InternalRow row, int place, double[] slots) {
        switch (kinds[feature]) {
            case DOUBLE -> encoder.writeNumber(feature, row.getDouble(place), slots);
            case FLOAT -> encoder.writeNumber(feature, row.getFloat(place), slots);
            case INTEGER -> encoder.writeNumber(feature, row.getInt(place), slots);
            case LONG -> encoder.writeNumber(feature, (double) row.getLong(place), slots);
            case SHORT -> encoder.writeNumber(feature, row.getShort(place), slots);
            case BYTE -> encoder.writeNumber(feature, row.getByte(place), slots);
            case TEXT -> writeText(feature, row.getUTF8String(place), slots);
            case OTHER -> encoder.write(feature, value(row, feature), slots);
        }
    }

    private void writeText(int feature, UTF8String text, double[] slots) {
        if (!texts[feature].copy(text, slots, firstSlots[feature])) {
            encoder.write(feature, text.toString(), slots);
            texts[feature].remember(text, slots, firstSlots[feature]);
        }
    }

    /** The raw value of a feature, as {@link FeatureEncoder#encode} takes it. */
    Object value(InternalRow row, int feature) {
        int place = places[feature];
        if (row.isNullAt(place)) {
            return null;
        }
        DataType type = types[feature];
        return switch (kinds[feature]) {
            case DOUBLE -> row.getDouble(place);
            case FLOAT -> row.getFloat(place);
            case INTEGER -> row.getInt(place);
            case LONG -> row.getLong(place);
            case SHORT -> row.getShort(place);
            case BYTE -> row.getByte(place);
            case TEXT -> row.getUTF8String(place).toString();
            case OTHER -> other(row, place, type);
        };
    }

    private Object other(InternalRow row, int place, DataType type) {
        if (type instanceof BooleanType) {
            return row.getBoolean(place);
        }
        if (type instanceof DecimalType decimal) {
            return row.getDecimal(place, decimal.precision(), decimal.scale()).toJavaBigDecimal();
        }
        if (type instanceof DateType) {
            return LocalDate.ofEpochDay(row.getInt(place));
        }
        if (type instanceof TimestampType) {
            return moment(row.getLong(place));
        }
        if (type instanceof TimestampNTZType) {
            return LocalDateTime.ofInstant(moment(row.getLong(place)), ZoneOffset.UTC);
        }
        throw new IllegalArgumentException("no feature is of type " + type.sql());
    }

    private static Instant moment(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * (long) NANOS);
    }
}

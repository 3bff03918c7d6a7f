package io.headrace.quality;

import io.headrace.stats.ColumnProfile;
import io.headrace.stats.ColumnProfile.Kind;
import io.headrace.stats.ColumnProfile.Lengths;
import io.headrace.stats.ValueSketches;
import java.util.HashMap;
import java.util.Map;
import org.apache.datasketches.common.ArrayOfStringsSerDe;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/** Texts and truth values: equal ones are counted together first, so that what costs is done once for many rows. */
final class TextCollector extends ColumnCollector {
    private static final UTF8String TRUE = UTF8String.fromString("true");
    private static final UTF8String FALSE = UTF8String.fromString("false");

    /** Different values counted together at most, and their bytes. */
    private static final int MOST_COUNTED = 4096;

    private static final int MOST_BYTES = 1 << 22;

    /** Characters of a text that its shape tells of. */
    private static final int SHAPED = 32;

    /** Slots of a sketch that keeps an eye on {@link ValueSketches#MOST_ITEMS} values, three quarters full at most. */
    private static final int SLOTS = 2 * ValueSketches.MOST_ITEMS;

    private final boolean hasLengths;
    private final Map<UTF8String, long[]> counts = new HashMap<>();
    private final ItemsSketch<String> frequent = new ItemsSketch<>(SLOTS);
    private final ItemsSketch<String> shapes = new ItemsSketch<>(SLOTS);
    private int bytes;
    private Lengths lengths = Lengths.NONE;
    private UTF8String least;
    private UTF8String greatest;

    TextCollector(StructField field, boolean isPersonal) {
        super(field, Kind.TEXT, isPersonal);
        this.hasLengths = field.dataType() instanceof StringType;
    }

    @Override
    void addValue(InternalRow row, int at) {
        UTF8String value = hasLengths ? row.getUTF8String(at) : row.getBoolean(at) ? TRUE : FALSE;
        long[] count = counts.get(value);
        if (count == null) {
            count = new long[1];
            counts.put(value.copy(), count);
            bytes += value.numBytes();
        }
        count[0]++;
        if (counts.size() >= MOST_COUNTED || bytes >= MOST_BYTES) {
            settle();
        }
    }

    private void settle() {
        Map<String, long[]> formed = new HashMap<>();
        counts.forEach((value, count) -> {
            distinct().update(value.getBytes());
            if (hasLengths) {
                long length = value.numChars();
                lengths = new Lengths(
                        Math.min(lengths.shortest(), length),
                        Math.max(lengths.longest(), length),
                        lengths.total() + count[0] * length);
            }
            if (keepsValues()) {
                String text = value.toString();
                least = least == null || value.compareTo(least) < 0 ? value : least;
                greatest = greatest == null || value.compareTo(greatest) > 0 ? value : greatest;
                frequent.update(text, count[0]);
                formed.computeIfAbsent(shape(text), form -> new long[1])[0] += count[0];
            }
        });
        formed.forEach((form, count) -> shapes.update(form, count[0]));
        counts.clear();
        bytes = 0;
    }

    /** The beginning of a text with A for its capital letters, a for small ones and 9 for digits. */
    private static String shape(String text) {
        int end = text.codePointCount(0, text.length()) <= SHAPED ? text.length() : text.offsetByCodePoints(0, SHAPED);
        StringBuilder shape = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            shape.append(
                    Character.isUpperCase(c) ? 'A' : Character.isLowerCase(c) ? 'a' : Character.isDigit(c) ? '9' : c);
        }
        return shape.toString();
    }

    @Override
    ColumnProfile profile() {
        settle();
        ArrayOfStringsSerDe texts = new ArrayOfStringsSerDe();
        return profile(
                0,
                null,
                0,
                least == null ? null : least.toString(),
                greatest == null ? null : greatest.toString(),
                lengths,
                new ValueSketches(null, null, frequent.toByteArray(texts), shapes.toByteArray(texts)));
    }
}

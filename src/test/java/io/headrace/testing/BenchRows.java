package io.headrace.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of numbers, of which one in twenty is missing, and of texts, with a label that leans on them. */
public final class BenchRows {
    /** How many numbers a row has, named n0 and so on. */
    public static final int NUMBERS = 16;

    /** How many texts a row has, named t0 and so on; of 4 levels, and 8 more for each next. */
    public static final int TEXTS = 4;

    private BenchRows() {}

    /** SQL over a column {@code id}: id, the numbers, the texts, and {@code label}, true or false. */
    public static String[] columns() {
        List<String> columns = new ArrayList<>(List.of("id"));
        StringBuilder sum = new StringBuilder("-1.5");
        for (int i = 0; i < NUMBERS; i++) {
            String value = "(pmod(hash(id, " + i + "), 100000) / 50000d - 1)";
            columns.add("if(pmod(hash(id, " + (100 + i) + "), 20) = 0, null, " + value + ") as n" + i);
            sum.append(i % 3 == 0 ? " + " + value : i % 3 == 1 ? " + 1.5 * abs(" + value + ")" : "");
        }
        for (int i = 0; i < TEXTS; i++) {
            columns.add("concat('level ', pmod(hash(id, " + (200 + i) + "), " + (4 + 8 * i) + ")) as t" + i);
            sum.append(" + if(pmod(hash(id, ")
                    .append(200 + i)
                    .append("), ")
                    .append(4 + 8 * i)
                    .append(") < 2, 1, 0)");
        }
        columns.add("pmod(hash(id, 300), 1000000) / 1000000d < 1 / (1 + exp(-(" + sum + "))) as label");
        return columns.toArray(String[]::new);
    }

    /** Names of all features. */
    public static Stream<String> names() {
        return Stream.concat(names("n", NUMBERS), names("t", TEXTS));
    }

    /** Names of some features. */
    public static Stream<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i);
    }
}

package io.headrace.train;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Values of a feature in a few bins: numbers and times by size, about the same count in each and equal ones together; others by how often they
 * come, the rest as one; missing ones by themselves.
 */
final class ValueBins {
    private static final int MOST = 10;
    private static final MathContext FOUR_DIGITS = new MathContext(4);
    private static final Comparator<Object> BY_SIZE = ValueBins::compare;

    private ValueBins() {}

    /**
     * A bin.
     *
     * @param label the value, or the first and the last
     * @param rows places of its values, one or more
     */
    record Bin(String label, List<Integer> rows) {
        Bin {
            rows = List.copyOf(rows);
        }
    }

    static List<Bin> of(List<Object> values) {
        List<Integer> sized = new ArrayList<>();
        Map<String, List<Integer>> named = new LinkedHashMap<>();
        List<Integer> missing = new ArrayList<>();
        for (int row = 0; row < values.size(); row++) {
            Object value = values.get(row);
            if (value == null || (value instanceof Number number && Double.isNaN(number.doubleValue()))) {
                missing.add(row);
            } else if (value instanceof Number || value instanceof Temporal) {
                sized.add(row);
            } else {
                named.computeIfAbsent(value.toString(), name -> new ArrayList<>())
                        .add(row);
            }
        }
        List<Bin> bins = new ArrayList<>(bySize(values, sized));
        bins.addAll(byName(named));
        if (!missing.isEmpty()) {
            bins.add(new Bin("missing", missing));
        }
        return bins;
    }

    private static List<Bin> bySize(List<Object> values, List<Integer> rows) {
        List<Integer> sorted = rows.stream()
                .sorted(Comparator.<Integer, Object>comparing(values::get, BY_SIZE))
                .toList();
        List<Bin> bins = new ArrayList<>();
        int from = 0;
        while (from < sorted.size()) {
            int to = from + Math.max(1, (sorted.size() - from) / Math.max(1, MOST - bins.size()));
            while (to < sorted.size() && BY_SIZE.compare(at(values, sorted, to - 1), at(values, sorted, to)) == 0) {
                to++;
            }
            String first = text(at(values, sorted, from));
            String last = text(at(values, sorted, to - 1));
            bins.add(new Bin(first.equals(last) ? first : first + " to " + last, sorted.subList(from, to)));
            from = to;
        }
        return bins;
    }

    private static Object at(List<Object> values, List<Integer> rows, int place) {
        return values.get(rows.get(place));
    }

    @SuppressWarnings("unchecked")
    private static int compare(Object one, Object other) {
        return one instanceof Number number
                ? Double.compare(number.doubleValue(), ((Number) other).doubleValue())
                : ((Comparable<Object>) one).compareTo(other);
    }

    private static String text(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue())
                ? new BigDecimal(number.toString())
                        .round(FOUR_DIGITS)
                        .stripTrailingZeros()
                        .toPlainString()
                : value.toString();
    }

    private static List<Bin> byName(Map<String, List<Integer>> named) {
        List<Map.Entry<String, List<Integer>>> often = named.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, List<Integer>> level) ->
                                -level.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .toList();
        int shown = often.size() > MOST ? MOST - 1 : often.size();
        List<Bin> bins = new ArrayList<>();
        IntStream.range(0, shown)
                .mapToObj(often::get)
                .forEach(level -> bins.add(new Bin(level.getKey(), level.getValue())));
        if (shown < often.size()) {
            bins.add(new Bin(
                    "others",
                    often.subList(shown, often.size()).stream()
                            .flatMap(level -> level.getValue().stream())
                            .toList()));
        }
        return bins;
    }
}

package io.headrace.spec.hocon;

import io.headrace.spec.JobHeader;
import io.headrace.spec.Mask;
import io.headrace.spec.MaskedView;
import io.headrace.spec.MaskedView.Anonymity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads {@code publish.views}: the masked copies of the table that a job publishes. */
final class MaskedViewReader {
    private static final String VIEWS = "views";
    private static final int LEAST_K = 2;
    private static final Mask NO_MASK = new Mask.Empty();

    private MaskedViewReader() {}

    /** The header of a job with the views that its section {@code publish} declares. */
    static JobHeader read(Section publish, JobHeader header) {
        Section views = publish.section(VIEWS);
        List<MaskedView> read = new ArrayList<>();
        for (String zone : views.names(ValueType.KEBAB_NAME)) {
            read.add(view(zone, views.section(zone)));
        }
        return header.with(read);
    }

    private static MaskedView view(String zone, Section section) {
        List<String> columns = section.list("columns", ValueType.TEXT);
        SortedMap<String, Mask> masks = new TreeMap<>();
        Section mask = section.section("mask");
        for (String column : mask.names(ValueType.TEXT)) {
            if (!columns.contains(column)) {
                mask.problem(column, "the copy has no such column: columns are " + String.join(", ", columns));
            }
            masks.put(column, mask(mask.section(column)));
        }
        return new MaskedView(zone, columns, masks, anonymity(section, columns), section.place());
    }

    private static Mask mask(Section section) {
        return section.oneOf(
                Map.of(
                        "hash", () -> isTrue(section, "hash", new Mask.Hash()),
                        "empty", () -> isTrue(section, "empty", new Mask.Empty()),
                        "clear", () -> new Mask.Clear(section.required("clear", ValueType.TEXT)),
                        "truncate", () -> truncated(section),
                        "generalise", () -> generalised(section.section("generalise"))),
                () -> {
                    section.missing("hash, truncate, generalise, empty or clear");
                    return NO_MASK;
                });
    }

    private static Mask isTrue(Section section, String key, Mask mask) {
        if (!section.required(key, ValueType.TRUTH)) {
            section.problem(key, "expected true, or another mask instead");
        }
        return mask;
    }

    private static Mask truncated(Section section) {
        String to = section.required("truncate", ValueType.SCALAR);
        if (to.matches("[1-9][0-9]{0,5}")) {
            return new Mask.Characters(Integer.parseInt(to));
        }
        Optional<Mask.Unit> unit = Stream.of(Mask.Unit.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(to))
                .findFirst();
        if (unit.isEmpty()) {
            section.problem("truncate", "expected a number of characters, or day, month or year, found \"" + to + "\"");
            return NO_MASK;
        }
        return new Mask.Calendar(unit.get());
    }

    private static Mask generalised(Section section) {
        return section.oneOf(
                Map.of(
                        "width", () -> width(section),
                        "edges", () -> edges(section),
                        "levels", () -> levels(section)),
                () -> {
                    section.missing("width, edges or levels");
                    return NO_MASK;
                });
    }

    private static Mask width(Section section) {
        BigDecimal width = section.required("width", ValueType.DECIMAL);
        if (width.signum() <= 0) {
            section.problem("width", "expected a number above 0, found " + width.toPlainString());
            return NO_MASK;
        }
        return new Mask.Width(width);
    }

    private static Mask edges(Section section) {
        List<BigDecimal> edges = section.list("edges", ValueType.DECIMAL);
        for (int i = 1; i < edges.size(); i++) {
            if (edges.get(i - 1).compareTo(edges.get(i)) >= 0) {
                section.problem(
                        "edges",
                        "expected each to be more than the one before, found "
                                + edges.get(i).toPlainString() + " after "
                                + edges.get(i - 1).toPlainString());
                return NO_MASK;
            }
        }
        return edges.isEmpty() ? NO_MASK : new Mask.Edges(edges);
    }

    private static Mask levels(Section section) {
        Section levels = section.section("levels");
        SortedMap<String, String> read = new TreeMap<>();
        for (String level : levels.names(ValueType.TEXT)) {
            levels.list(level, ValueType.SCALAR, (text, place) -> {
                String other = read.put(text, level);
                if (other != null && !other.equals(level)) {
                    levels.problem(place, "\"" + text + "\" is of the level " + other + " as well");
                }
            });
        }
        levels.requireSome(read.keySet(), "a list of texts for each level");
        return new Mask.Levels(read, section.value("others", ValueType.TEXT, "other"));
    }

    private static Optional<Anonymity> anonymity(Section view, List<String> columns) {
        if (!view.has("k-anonymity")) {
            return Optional.empty();
        }
        Section section = view.section("k-anonymity");
        int k = section.required("k", ValueType.wholeNumberFrom(LEAST_K));
        List<String> quasi = ofCopy(section, "columns", columns);
        List<String> sensitive = section.has("sensitive") ? ofCopy(section, "sensitive", columns) : List.of();
        int l = section.value("l", ValueType.wholeNumberFrom(1), sensitive.isEmpty() ? 1 : LEAST_K);
        if (section.has("l") && sensitive.isEmpty()) {
            section.problem("l", "needs sensitive: the columns that must differ within a group");
        }
        Optional<String> person = section.find("person", ValueType.TEXT);
        return quasi.isEmpty() || k < LEAST_K
                ? Optional.empty()
                : Optional.of(new Anonymity(k, quasi, person, sensitive, l));
    }

    private static List<String> ofCopy(Section section, String key, List<String> columns) {
        return section.list(key, ValueType.TEXT, (column, place) -> {
            if (!columns.contains(column)) {
                section.problem(
                        place, "the copy has no column \"" + column + "\": columns are " + String.join(", ", columns));
            }
        });
    }
}

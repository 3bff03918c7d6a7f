package io.headrace.ingest.text;

import io.headrace.ingest.text.ColumnChange.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where the declared columns stand in a file's header, and in what it differs from what is declared. */
public final class HeaderMatch {
    private final List<String> header;
    private final List<RawColumn> columns;
    private final int[] positions;
    private final int[] undeclared;

    public HeaderMatch(List<String> header, List<RawColumn> columns) {
        this.header = List.copyOf(header);
        this.columns = columns;
        this.positions = columns.stream()
                .mapToInt(column -> column.names().stream()
                        .mapToInt(header::indexOf)
                        .filter(at -> at >= 0)
                        .findFirst()
                        .orElse(-1))
                .toArray();
        this.undeclared = IntStream.range(0, header.size())
                .filter(at -> IntStream.of(positions).noneMatch(position -> position == at))
                .toArray();
    }

    /** The header's names. */
    public List<String> header() {
        return header;
    }

    /** For each declared column its place in the header, -1 where it is missing. */
    public int[] positions() {
        return positions.clone();
    }

    /** The names of the header that declared columns take. */
    public Set<String> declaredNames() {
        return IntStream.of(positions)
                .filter(at -> at >= 0)
                .mapToObj(header::get)
                .collect(Collectors.toSet());
    }

    /** The places of the header that no declared column takes. */
    public int[] undeclared() {
        return undeclared.clone();
    }

    /** Their names, each once: an empty one is named after its place, one that comes again gets the place appended. */
    List<String> undeclaredNames() {
        Set<String> once = new HashSet<>();
        return IntStream.of(undeclared)
                .mapToObj(at -> {
                    String name = header.get(at).isEmpty() ? "column" : header.get(at);
                    return !header.get(at).isEmpty() && once.add(name) ? name : name + "_" + (at + 1);
                })
                .toList();
    }

    /** Declared columns that every file must have and this one lacks. */
    public List<String> lacking() {
        return IntStream.range(0, positions.length)
                .filter(i -> positions[i] < 0 && columns.get(i).required())
                .mapToObj(i -> columns.get(i).name())
                .toList();
    }

    /** That the file lacks them. */
    public String lackingInWords() {
        List<String> lacking = lacking();
        return "lacks the column" + (lacking.size() == 1 ? " " : "s ") + String.join(", ", lacking);
    }

    /** A declared column's name that stands in the header more than once, or two names of the same column. */
    public Optional<String> ambiguous() {
        Set<String> once = new HashSet<>();
        Optional<String> twice = header.stream()
                .filter(name -> !once.add(name) && isDeclared(name))
                .findFirst()
                .map(name -> "has the column " + name + " twice");
        return twice.or(() -> columns.stream()
                .map(column -> column.names().stream().filter(header::contains).toList())
                .filter(names -> names.size() > 1)
                .findFirst()
                .map(names -> "has " + String.join(" and ", names) + ", which are names of the same column"));
    }

    private boolean isDeclared(String name) {
        return columns.stream().anyMatch(column -> column.names().contains(name));
    }

    /** All differences. */
    public List<ColumnChange> changes() {
        List<ColumnChange> changes = new ArrayList<>();
        undeclaredNames().forEach(name -> changes.add(new ColumnChange(Kind.NEW, name, "")));
        for (int i = 0; i < positions.length; i++) {
            RawColumn column = columns.get(i);
            if (positions[i] < 0) {
                changes.add(new ColumnChange(Kind.MISSING, column.name(), ""));
            } else if (!header.get(positions[i]).equals(column.name())) {
                changes.add(new ColumnChange(Kind.RENAMED, column.name(), "comes as " + header.get(positions[i])));
            }
        }
        firstOutOfOrder().ifPresent(column -> changes.add(new ColumnChange(Kind.REORDERED, column, "")));
        return changes;
    }

    private Optional<String> firstOutOfOrder() {
        int before = -1;
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] >= 0 && positions[i] < before) {
                return Optional.of(columns.get(i).name());
            }
            before = Math.max(before, positions[i]);
        }
        return Optional.empty();
    }
}

package io.headrace.ingest.text;

import com.fasterxml.jackson.core.JsonFactory;
import io.headrace.ingest.text.JsonObjectText.Field;
import io.headrace.ingest.text.TextLines.Line;
import io.headrace.spec.RawLimits;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;

/** The rows of a text with one JSON object a line; blank lines are passed over. */
final class JsonRows implements Iterator<RawRow> {
    private final RawShape shape;
    private final TextLines lines;
    private final JsonFactory json;
    private HeaderMatch last;
    private Line line;

    JsonRows(RawShape shape, TextLines lines) {
        this.shape = shape;
        this.lines = lines;
        this.json = JsonObjectText.parser(shape.limits().nesting());
        this.last = new HeaderMatch(List.of(), shape.columns());
        advance();
    }

    private void advance() {
        do {
            line = lines.next();
        } while (line != null && line.text().isBlank());
    }

    @Override
    public boolean hasNext() {
        return line != null;
    }

    @Override
    public RawRow next() {
        if (line == null) {
            throw new NoSuchElementException();
        }
        RawRow row = line.defect() == null ? parsed(line.text()) : unreadable(line.text(), "the line " + line.defect());
        advance();
        return row;
    }

    private RawRow parsed(String text) {
        try {
            return fromObject(text, JsonObjectText.fields(json, text));
        } catch (RawFormatException e) {
            return unreadable(text, e.getMessage());
        }
    }

    private RawRow fromObject(String text, List<Field> fields) {
        RawLimits limits = shape.limits();
        if (fields.size() > limits.columns()) {
            return unreadable(
                    text, "has " + fields.size() + " fields, more than files.limits.columns = " + limits.columns());
        }
        if (fields.stream()
                .anyMatch(field -> field.text() != null && field.text().length() > limits.fieldLength())) {
            return unreadable(text, RawRow.tooLong(limits));
        }
        HeaderMatch match = matchOf(fields.stream().map(Field::name).toList());
        Optional<String> problem = problem(match);
        if (problem.isPresent()) {
            return unreadable(text, problem.get());
        }
        List<String> values = new ArrayList<>();
        for (int at : match.positions()) {
            values.add(at < 0 ? null : emptyAsNull(fields.get(at).text()));
        }
        return RawRow.readable(line.number(), 1, values, extra(fields, match));
    }

    /** Neighbours have the same fields nearly always. */
    private HeaderMatch matchOf(List<String> names) {
        if (!names.equals(last.header())) {
            last = new HeaderMatch(names, shape.columns());
        }
        return last;
    }

    private Optional<String> problem(HeaderMatch match) {
        if (!match.lacking().isEmpty()) {
            return Optional.of("lacks " + String.join(", ", match.lacking()));
        }
        if (match.undeclared().length > 0 && shape.added() == AddedColumn.QUARANTINE) {
            return Optional.of("has what is not declared: " + String.join(", ", match.undeclaredNames()));
        }
        return match.ambiguous();
    }

    private String extra(List<Field> fields, HeaderMatch match) {
        if (match.undeclared().length == 0 || !shape.keepsAdded()) {
            return null;
        }
        return JsonObjectText.object(
                IntStream.of(match.undeclared()).mapToObj(fields::get).toList());
    }

    private RawRow unreadable(String text, String problem) {
        return RawRow.unreadable(line.number(), 1, shape.columns().size(), text, problem);
    }

    private static String emptyAsNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}

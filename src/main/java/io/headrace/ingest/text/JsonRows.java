package io.headrace.ingest.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.ingest.text.TextLines.Line;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The rows of a text with one JSON object a line; blank lines are passed over. */
final class JsonRows implements Iterator<RawRow> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RawShape shape;
    private final TextLines lines;
    private HeaderMatch last;
    private Line line;

    JsonRows(RawShape shape, TextLines lines) {
        this.shape = shape;
        this.lines = lines;
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
            JsonNode node = JSON.readTree(text);
            return node.isObject() ? fromObject(node) : unreadable(text, "expected a JSON object");
        } catch (JsonProcessingException e) {
            return unreadable(text, "not JSON: " + e.getOriginalMessage());
        }
    }

    private RawRow fromObject(JsonNode node) {
        HeaderMatch match = matchOf(List.copyOf(fieldNames(node)));
        Optional<String> problem = problem(match);
        if (problem.isPresent()) {
            return unreadable(node.toString(), problem.get());
        }
        List<String> values = new ArrayList<>();
        for (int at : match.positions()) {
            values.add(at < 0 ? null : text(node.get(match.header().get(at))));
        }
        return RawRow.readable(line.number(), 1, values, extra(node, match));
    }

    private static List<String> fieldNames(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
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

    private String extra(JsonNode node, HeaderMatch match) {
        if (match.undeclared().length == 0 || !shape.keepsAdded()) {
            return null;
        }
        ObjectNode extra = JSON.createObjectNode();
        for (int at : match.undeclared()) {
            extra.set(match.header().get(at), node.get(match.header().get(at)));
        }
        return extra.toString();
    }

    private RawRow unreadable(String text, String problem) {
        return RawRow.unreadable(line.number(), 1, shape.columns().size(), text, problem);
    }

    private static String text(JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        String text = value.isValueNode() ? value.asText() : value.toString();
        return text.isEmpty() ? null : text;
    }
}

package io.headrace.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headrace.ingest.TextLines.Line;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** The rows of a text with one JSON object a line; blank lines are passed over. */
final class JsonRows implements Iterator<RawRow> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RawShape shape;
    private final TextLines lines;
    private Line line;

    JsonRows(RawShape shape, TextLines lines) {
        this.shape = shape;
        this.lines = lines;
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
        List<String> absent =
                shape.required().stream().filter(column -> !node.has(column)).toList();
        if (!absent.isEmpty()) {
            return unreadable(node.toString(), "lacks " + String.join(", ", absent));
        }
        String[] values =
                shape.columns().stream().map(column -> text(node.get(column))).toArray(String[]::new);
        ObjectNode extra = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!shape.columns().contains(field.getKey())) {
                extra.set(field.getKey(), field.getValue());
            }
        }
        return RawRow.readable(line.number(), Arrays.asList(values), extra.isEmpty() ? null : extra.toString());
    }

    private RawRow unreadable(String text, String problem) {
        return RawRow.unreadable(line.number(), shape.columns().size(), text, problem);
    }

    private static String text(JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        String text = value.isValueNode() ? value.asText() : value.toString();
        return text.isEmpty() ? null : text;
    }
}

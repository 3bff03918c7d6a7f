package io.headrace.ingest.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of one JSON object as its text writes them: no number passes through a type of Java. */
public final class JsonObjectText {
    private static final JsonFactory JSON = parser(StreamReadConstraints.DEFAULT_MAX_DEPTH);

    private JsonObjectText() {}

    /**
     * One field.
     *
     * @param text what a string holds, or the value as it is written; null where that is null
     * @param json the value as it is written
     */
    public record Field(String name, String text, String json) {}

    /** @param nesting how deep objects and lists may stand in each other */
    static JsonFactory parser(int nesting) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(nesting).build())
                .build();
    }

    /** The fields in their order; a text that is not exactly one object ends in a {@link RawFormatException}. */
    public static List<Field> fields(String text) {
        return fields(JSON, text);
    }

    static List<Field> fields(JsonFactory json, String text) {
        boolean isRead = false;
        try (JsonParser parser = json.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new RawFormatException("expected a JSON object");
            }
            List<Field> fields = new ArrayList<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                fields.add(field(parser, text));
            }
            isRead = true;
            JsonToken more = parser.nextToken();
            if (more != null) {
                throw new RawFormatException(
                        more == JsonToken.START_OBJECT
                                ? "holds more than one JSON object"
                                : "holds more behind its JSON object");
            }
            return fields;
        } catch (StreamConstraintsException e) {
            throw new RawFormatException(tooMuch(json, e));
        } catch (JsonProcessingException e) {
            throw new RawFormatException(isRead ? "holds more behind its JSON object" : notJson(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Field field(JsonParser parser, String text) throws IOException {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        int from = (int) parser.currentTokenLocation().getCharOffset();
        String string = token == JsonToken.VALUE_STRING ? parser.getText() : null;
        parser.skipChildren();
        int to = (int) parser.currentLocation().getCharOffset();
        String json = text.substring(from, to);
        if (isBroken(name) || (string != null && isBroken(string))) {
            throw new RawFormatException("holds half of a character, a surrogate without its other half");
        }
        String value = token == JsonToken.VALUE_NULL ? null : json;
        return new Field(name, string == null ? value : string, json);
    }

    /** Whether a text cannot be written as UTF-8. */
    private static boolean isBroken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** The texts of the fields of an object that was read before; empty for no text at all. */
    public static Map<String, String> texts(String text) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (text != null) {
            fields(text).forEach(field -> texts.put(field.name(), field.text()));
        }
        return texts;
    }

    /** An object of fields, their values as they are written. */
    static String object(List<Field> fields) {
        StringBuilder text = new StringBuilder("{");
        for (Field field : fields) {
            text.append(text.length() == 1 ? "\"" : ",\"")
                    .append(JsonStringEncoder.getInstance().quoteAsString(field.name()))
                    .append("\":")
                    .append(field.json());
        }
        return text.append('}').toString();
    }

    /** In words of ours: the parser's name its switches, and quote what may be personal. */
    private static String notJson(JsonProcessingException e) {
        String said = e.getOriginalMessage();
        if (said.startsWith("Duplicate field")) {
            return "has a field twice" + place(e);
        }
        return "not JSON" + place(e) + ": " + reason(said);
    }

    private static String tooMuch(JsonFactory json, StreamConstraintsException e) {
        return e.getOriginalMessage().contains("nesting depth")
                ? "is nested deeper than files.limits.nesting = "
                        + json.streamReadConstraints().getMaxNestingDepth()
                : notJson(e);
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " at character " + e.getLocation().getColumnNr();
    }

    private static String reason(String said) {
        if (said.startsWith("Unexpected end-of-input")) {
            return "it ends too early";
        }
        if (said.startsWith("Illegal unquoted character")) {
            return "a string holds a control character that is not escaped";
        }
        if (said.startsWith("Non-standard token")) {
            return "it has no number for NaN and Infinity";
        }
        if (said.contains("eading zero")) {
            return "a number begins with a zero";
        }
        if (said.contains("numeric value") || said.contains("Number value length")) {
            return "a number is not written as one";
        }
        return said.contains("nesting depth") ? "it is nested too deep" : "another character is expected";
    }
}

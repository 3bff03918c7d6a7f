package io.headrace.spec.hocon;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The lines on which the values of a file begin.
 *
 * <p>Typesafe Config gives a text of several lines the number of its last line, and counts such a text as one line where it numbers
 * the objects and lists behind it.
 */
final class LineNumbers {
    private static final Pattern TEXT_OR_COMMENT = Pattern.compile(
            "\"\"\"(?<long>.*?\"*)\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*+\"|(?:#|//)[^\\n]*+", Pattern.DOTALL);

    /** Texts of several lines, in order. */
    private final List<LongText> texts = new ArrayList<>();

    private record LongText(String text, int first, int last) {}

    /** The line numbers of a file. */
    LineNumbers(String file) {
        for (MatchResult found : TEXT_OR_COMMENT.matcher(file).results().toList()) {
            if (found.group(1) != null && found.group(1).contains("\n")) {
                int first = 1 + newlines(file.substring(0, found.start()));
                texts.add(new LongText(found.group(1), first, first + newlines(found.group(1))));
            }
        }
    }

    /** The line on which the value begins; 0 where it is in no file. */
    int of(ConfigValue value) {
        int line = value.origin().lineNumber();
        if (value instanceof ConfigObject || value instanceof ConfigList) {
            return behindLongTexts(line);
        }
        return texts.stream()
                .filter(text -> text.last() == line && text.text().equals(value.unwrapped()))
                .findFirst()
                .map(LongText::first)
                .orElse(Math.max(line, 0));
    }

    private int behindLongTexts(int counted) {
        int line = Math.max(counted, 0);
        for (LongText text : texts) {
            if (text.first() < line) {
                line += text.last() - text.first();
            }
        }
        return line;
    }

    private static int newlines(String text) {
        return (int) text.chars().filter(character -> character == '\n').count();
    }
}

package io.headrace.spec.hocon;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL without comments and with single blanks for white space; what stands in quotes is left alone. */
final class CanonicalSql {
    private static final Pattern PART = Pattern.compile(
            "(?<quoted>'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"|`[^`]*+`)"
                    + "|(?<blank>(?:\\s|--[^\\n]*+|/\\*(?:[^*]|\\*(?!/))*+\\*/)++)",
            Pattern.DOTALL);

    private CanonicalSql() {}

    static String of(String sql) {
        return PART.matcher(sql)
                .replaceAll(part -> part.group(1) == null ? " " : Matcher.quoteReplacement(part.group(1)))
                .strip();
    }
}

package io.headrace.spec.hocon;

import io.headrace.spec.Password;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads where a secret stands: {@code NAME-variable} or {@code NAME-file}. A message does not repeat what may be the secret itself. */
final class SecretReader {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FILE = Pattern.compile("[^:?*\\x00]+");

    private SecretReader() {}

    /** @param secret what it is, for messages */
    static Password required(Section section, String name, String secret) {
        return read(section, name, secret, () -> {
            section.missing(name + "-variable or " + name + "-file, which say where " + secret + " stands");
            return new Password.None();
        });
    }

    /** @param secret what it is, for messages */
    static Password optional(Section section, String name, String secret) {
        return read(section, name, secret, Password.None::new);
    }

    private static Password read(Section section, String name, String secret, Supplier<Password> otherwise) {
        String variable = name + "-variable";
        String file = name + "-file";
        return section.oneOf(
                Map.of(
                        variable,
                        () -> new Password.InVariable(
                                text(section, variable, VARIABLE, "the name of a variable of the environment", secret)),
                        file,
                        () -> new Password.InFile(Path.of(text(section, file, FILE, "the name of a file", secret)))),
                otherwise);
    }

    private static String text(Section section, String key, Pattern name, String expected, String secret) {
        String text = section.required(key, ValueType.ANY_TEXT);
        if (!name.matcher(text).matches()) {
            section.problem(key, "expected " + expected + ", not " + secret + " itself");
        }
        return text;
    }
}

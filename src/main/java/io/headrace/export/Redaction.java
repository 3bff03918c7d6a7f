package io.headrace.export;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes a password, by its value, out of what drivers say: none of them promises not to repeat it. */
final class Redaction {
    private static final String SHOWN = "***";

    /** Fewer characters occur by chance; hiding these alone would tell them. */
    private static final int LEAST = 4;

    private final List<String> secrets;

    /** @param secret nothing where there is none */
    Redaction(Optional<String> secret) {
        this.secrets = secret.filter(text -> !text.isEmpty()).stream()
                .flatMap(text -> Stream.of(text, encoded(text), encoded(text).replace("+", "%20")))
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The text without the secret. */
    String of(String text) {
        String shown = text;
        for (String secret : secrets) {
            if (secret.length() < LEAST && shown.contains(secret)) {
                return "(a message that may hold the password)";
            }
            shown = shown.replace(secret, SHOWN);
        }
        return shown;
    }

    /** The failure for logs: itself where its words and those of its causes do not hold the secret, else its place in the code alone. */
    Throwable of(Throwable failure) {
        String all = rendered(failure);
        if (secrets.stream().noneMatch(all::contains)) {
            return failure;
        }
        Exception shown = new Exception(of(failure.getClass().getName() + ": " + failure.getMessage()));
        shown.setStackTrace(failure.getStackTrace());
        return shown;
    }

    private static String rendered(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}

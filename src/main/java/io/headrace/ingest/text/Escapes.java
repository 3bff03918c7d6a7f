package io.headrace.ingest.text;

import io.headrace.spec.Dialect;

/**
 * Takes the meaning from delimiters, quotes and escape characters that stand behind an escape character: as others, which
 * Unicode keeps free, they pass through whatever reads rows and fields. Behind the escape character anything else keeps it
 * before itself.
 */
final class Escapes {
    private static final char FIRST = '\uFDD0';

    private final String escape;
    private final String escapable;
    private final boolean isActive;

    private Escapes(String escape, String escapable, boolean isActive) {
        this.isActive = isActive;
        this.escape = escape;
        this.escapable = escapable;
    }

    static Escapes of(Dialect dialect) {
        return new Escapes(
                dialect.escape(),
                dialect.delimiter() + dialect.quote() + dialect.escape(),
                !dialect.escape().isEmpty() || dialect.tolerance().quotes());
    }

    /** Whether there is anything to hide. */
    boolean isActive() {
        return isActive;
    }

    /** What stands for a quote that is a character like any other. */
    char hiddenQuote() {
        return (char) (FIRST + 1);
    }

    /** The text with others for escaped characters. */
    String hidden(String text) {
        if (escape.isEmpty() || !text.contains(escape)) {
            return text;
        }
        StringBuilder hidden = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int index =
                    text.startsWith(escape, i) && i + 1 < text.length() ? escapable.indexOf(text.charAt(i + 1)) : -1;
            hidden.append(index < 0 ? text.charAt(i) : (char) (FIRST + index));
            i += index < 0 ? 0 : 1;
        }
        return hidden.toString();
    }

    /** The hidden text with the characters restored. */
    String restored(String hidden) {
        return shown(hidden, "");
    }

    /** The hidden text as it was. */
    String written(String hidden) {
        return shown(hidden, escape);
    }

    /** Whether a text holds a character that stands for another here. */
    boolean isAmbiguous(String text) {
        return isActive && text.chars().anyMatch(this::isStandIn);
    }

    private boolean isStandIn(int character) {
        return character >= FIRST && character < FIRST + escapable.length();
    }

    private String shown(String hidden, String before) {
        if (!isAmbiguous(hidden)) {
            return hidden;
        }
        StringBuilder text = new StringBuilder(hidden.length());
        for (int i = 0; i < hidden.length(); i++) {
            char c = hidden.charAt(i);
            if (isStandIn(c)) {
                text.append(before).append(escapable.charAt(c - FIRST));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}

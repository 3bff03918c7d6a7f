package io.headrace.run;

/** Text of others, such as the name of a file, as one line that a terminal shows as it is. */
public final class Printable {
    private Printable() {}

    /**
     * The text with an escape of Java in place of each character that ends a line, controls a terminal or turns the direction of text; itself
     * where there is none.
     */
    public static String of(String text) {
        return text.codePoints().anyMatch(Printable::isControl) ? escaped(text) : text;
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(point -> {
            if (isControl(point)) {
                shown.append(String.format("\\u%04x", point));
            } else {
                shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }

    private static boolean isControl(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
        };
    }
}

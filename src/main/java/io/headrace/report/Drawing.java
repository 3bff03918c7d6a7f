package io.headrace.report;

import java.util.Locale;

/** An SVG that a page holds: texts are escaped, numbers have a point whatever the machine's language. */
final class Drawing {
    private final StringBuilder svg = new StringBuilder();

    /**
     * A drawing.
     *
     * @param kind its class in the style sheet
     * @param label what it shows, for those who cannot see it
     * @param attributes others
     */
    Drawing(String kind, double width, double height, String label, String attributes) {
        svg.append(String.format(
                Locale.ROOT,
                "<svg class=\"%s\" viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\"%s>",
                kind,
                number(width),
                number(height),
                escaped(label),
                attributes.isEmpty() ? "" : " " + attributes));
    }

    /** A rectangle with a text that shows when it is pointed at. */
    Drawing box(String kind, double x, double y, double width, double height, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>",
                kind,
                number(x),
                number(y),
                number(width),
                number(height),
                escaped(title)));
        return this;
    }

    /** A path. */
    Drawing path(String kind, String steps) {
        svg.append("<path class=\"")
                .append(kind)
                .append("\" d=\"")
                .append(steps)
                .append("\"/>");
        return this;
    }

    /** A point with a text that shows when it is pointed at, and the row it comes from. */
    Drawing point(String kind, double x, double y, String title, RowReference row) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"4\" data-row=\"%s\"><title>%s</title></circle>",
                kind,
                number(x),
                number(y),
                escaped(row.words()),
                escaped(title)));
        return this;
    }

    /** A text. */
    Drawing text(String kind, double x, double y, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
                kind,
                number(x),
                number(y),
                escaped(text)));
        return this;
    }

    /** The whole. */
    String markup() {
        return svg + "</svg>";
    }

    /** At most two decimals. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }

    /** A text that may stand in an element or an attribute. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

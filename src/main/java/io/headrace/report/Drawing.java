package io.headrace.report;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** An SVG that a page holds: texts are escaped, numbers have a point whatever the machine's language. */
final class Drawing {
    private final StringBuilder svg = new StringBuilder();

    private Drawing(String kind, double width, double height, String attributes) {
        svg.append(String.format(
                Locale.ROOT,
                "<svg class=\"%s\" viewBox=\"0 0 %s %s\" %s>",
                kind,
                number(width),
                number(height),
                attributes));
    }

    /**
     * A drawing without links.
     *
     * @param kind its class in the style sheet
     * @param label what it shows, for those who cannot see it
     */
    static Drawing labelled(String kind, double width, double height, String label) {
        return new Drawing(kind, width, height, "role=\"img\" aria-label=\"" + escaped(label) + "\"");
    }

    /** A drawing that may have links, beside words that say the same; it takes the width there is, and keeps its height. */
    static Drawing stretched(String kind, double width, double height) {
        return new Drawing(kind, width, height, "preserveAspectRatio=\"none\" aria-hidden=\"true\"");
    }

    /** A drawing that may have links, beside words that say the same. */
    static Drawing silent(String kind, double width, double height) {
        return new Drawing(kind, width, height, "aria-hidden=\"true\"");
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

    /** A point with a text that shows when it is pointed at. */
    Drawing dot(String kind, double x, double y, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"4\"><title>%s</title></circle>",
                kind,
                number(x),
                number(y),
                escaped(title)));
        return this;
    }

    /** What is drawn leads to an address, if there is one. For pointers: keys find the same in a table or a list. */
    Drawing leading(Optional<String> address, Consumer<Drawing> drawn) {
        address.ifPresent(there ->
                svg.append("<a tabindex=\"-1\" href=\"").append(escaped(there)).append("\">"));
        drawn.accept(this);
        address.ifPresent(there -> svg.append("</a>"));
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

package io.headrace.spec;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.util.Objects;

/**
 * How the text files of a source are written.
 *
 * @param delimiter the character between fields (CSV)
 * @param quote the character around fields that hold delimiters, quotes or line ends, where it is doubled (CSV);
 *     empty when quotes are characters like any other
 * @param escape the character before a delimiter, a quote or itself that makes it one like any other, within quotes and
 *     without (CSV); empty when there is none
 * @param comment the character that begins a line to be passed over (CSV); empty when there are none
 * @param encoding name of the encoding, for example UTF-8, windows-1252 or UTF-16
 * @param preambleLines lines before the header that are passed over, 0 or more (CSV)
 * @param headerLines rows of the header, which together name the columns; 0 where there is none and the
 *     columns come as declared (CSV)
 * @param tolerance what is let pass beyond that (CSV)
 */
public record Dialect(
        char delimiter,
        String quote,
        String escape,
        String comment,
        String encoding,
        int preambleLines,
        int headerLines,
        Tolerance tolerance)
        implements Serializable {
    public Dialect {
        if (quote.length() > 1 || escape.length() > 1 || comment.length() > 1) {
            throw new IllegalArgumentException("quote, escape and comment are one character or none");
        }
        if (!differ(delimiter, quote, escape, comment)) {
            throw new IllegalArgumentException("delimiter, quote, escape and comment must differ");
        }
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(tolerance, "tolerance");
        if (preambleLines < 0 || headerLines < 0) {
            throw new IllegalArgumentException("preambleLines and headerLines must be 0 or more");
        }
    }

    /** A dialect that lets nothing else pass. */
    public Dialect(
            char delimiter,
            String quote,
            String escape,
            String comment,
            String encoding,
            int preambleLines,
            int headerLines) {
        this(delimiter, quote, escape, comment, encoding, preambleLines, headerLines, Tolerance.NONE);
    }

    /** RFC 4180 in UTF-8 with one header line, but for the delimiter. */
    public static Dialect delimitedBy(char delimiter) {
        return new Dialect(delimiter, "\"", "", "", "UTF-8", 0, 1);
    }

    /** Whether no two of the characters are the same. */
    public static boolean differ(char delimiter, String quote, String escape, String comment) {
        String all = delimiter + quote + escape + comment;
        return all.chars().distinct().count() == all.length();
    }

    /** The same in another encoding. */
    public Dialect encodedIn(String other) {
        return new Dialect(delimiter, quote, escape, comment, other, preambleLines, headerLines, tolerance);
    }

    /** The same with other lines above its rows. */
    public Dialect withHead(int preamble, int header) {
        return new Dialect(delimiter, quote, escape, comment, encoding, preamble, header, tolerance);
    }

    /** The same with another tolerance. */
    public Dialect tolerating(Tolerance other) {
        return new Dialect(delimiter, quote, escape, comment, encoding, preambleLines, headerLines, other);
    }

    /** The encoding. */
    public Charset charset() {
        return Charset.forName(encoding);
    }
}

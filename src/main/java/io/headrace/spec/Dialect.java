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
 * @param comment the character that begins a line to be passed over (CSV); empty when there are none
 * @param encoding name of the encoding, for example UTF-8, windows-1252 or UTF-16
 * @param preambleLines lines before the header that are passed over, 0 or more (CSV)
 * @param headerLines rows of the header, 1 or more, which together name the columns (CSV)
 */
public record Dialect(char delimiter, String quote, String comment, String encoding, int preambleLines, int headerLines)
        implements Serializable {
    public Dialect {
        if (quote.length() > 1 || comment.length() > 1) {
            throw new IllegalArgumentException("quote and comment are one character or none");
        }
        if (quote.indexOf(delimiter) >= 0 || comment.indexOf(delimiter) >= 0) {
            throw new IllegalArgumentException("delimiter, quote and comment must differ");
        }
        Objects.requireNonNull(encoding, "encoding");
        if (preambleLines < 0 || headerLines < 1) {
            throw new IllegalArgumentException("preambleLines must be 0 or more and headerLines 1 or more");
        }
    }

    /** RFC 4180 in UTF-8 with one header line, but for the delimiter. */
    public static Dialect delimitedBy(char delimiter) {
        return new Dialect(delimiter, "\"", "", "UTF-8", 0, 1);
    }

    /** The encoding. */
    public Charset charset() {
        return Charset.forName(encoding);
    }
}

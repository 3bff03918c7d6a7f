package io.headrace.ingest.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/**
 * The lines of a text, each with its number and with what is wrong about its characters.
 *
 * <p>A line ends with a line feed, a carriage return or both. Bytes that the encoding does not know spoil their line only.
 */
public final class TextLines {
    /** Longer lines are no rows: they come shortened, as defect ones. */
    static final int LONGEST = 1 << 23;

    private static final int SHOWN = 1000;
    /** Stands for bytes without meaning: no text holds it, as Unicode keeps it free. */
    private static final char MALFORMED = '\uFFFF';

    private static final char REPLACEMENT = '\uFFFD';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Charset charset;
    private final Reader reader;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder text = new StringBuilder();
    private int position;
    private int limit;
    private long number;

    public TextLines(InputStream bytes, Charset charset) {
        this.charset = charset;
        this.reader = new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(MALFORMED)));
        if (hasMore() && buffer[0] == BYTE_ORDER_MARK) {
            position++;
        }
    }

    /**
     * One line.
     *
     * @param number 1 for the first
     * @param text without its end
     * @param defect what is wrong about its characters, null when nothing is
     */
    record Line(long number, String text, String defect) {}

    /** The next line, null after the last. */
    Line next() {
        if (!hasMore()) {
            return null;
        }
        text.setLength(0);
        boolean isTooLong = false;
        do {
            int end = endOfLine();
            isTooLong |= text.length() + end - position > LONGEST;
            text.append(buffer, position, isTooLong ? Math.min(SHOWN, end - position) : end - position);
            if (isTooLong) {
                text.setLength(Math.min(SHOWN, text.length()));
            }
            position = end;
        } while (position == limit && hasMore());
        passLineEnd();
        number++;
        return isTooLong ? tooLong() : line(text.toString());
    }

    /** Where the line ends, or what is read of it. */
    private int endOfLine() {
        int end = position;
        while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
            end++;
        }
        return end;
    }

    private void passLineEnd() {
        if (hasMore() && buffer[position++] == '\r' && hasMore() && buffer[position] == '\n') {
            position++;
        }
    }

    private Line tooLong() {
        return new Line(number, shown(text + "..."), "is longer than " + LONGEST + " characters");
    }

    private Line line(String found) {
        if (found.indexOf(MALFORMED) >= 0) {
            return new Line(number, shown(found), "is not " + charset.name() + " text");
        }
        if (found.indexOf('\0') >= 0) {
            return new Line(number, found, "holds a null character");
        }
        boolean isJoined = !found.isEmpty() && found.charAt(0) == BYTE_ORDER_MARK;
        return new Line(number, found, isJoined ? "begins with a byte order mark, as if files had been joined" : null);
    }

    private static String shown(String found) {
        return found.replace(MALFORMED, REPLACEMENT);
    }

    private boolean hasMore() {
        try {
            while (position == limit && limit >= 0) {
                position = 0;
                limit = reader.read(buffer);
            }
            return limit >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

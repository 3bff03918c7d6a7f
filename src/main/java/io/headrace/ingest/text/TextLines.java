package io.headrace.ingest.text;

import io.headrace.spec.RawLimits;
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
 * <p>A line ends with a line feed, a carriage return or both. In a text of line feeds a carriage return alone is a stray one:
 * it may end a line or belong to it. Bytes that the encoding does not know spoil their line only.
 */
public final class TextLines {
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
    private final boolean hasFeeds;
    private final int longest;

    /** Lines of any length that is read at all. */
    public TextLines(InputStream bytes, Charset charset) {
        this(bytes, charset, RawLimits.LONGEST_LINE);
    }

    /** @param longest characters; longer lines are no rows: they come shortened, as defect ones */
    TextLines(InputStream bytes, Charset charset, int longest) {
        this.longest = longest;
        this.charset = charset;
        this.reader = new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(MALFORMED)));
        fill();
        this.hasFeeds = hasFeeds();
        if (hasMore() && buffer[0] == BYTE_ORDER_MARK) {
            position++;
        }
    }

    /** As much as the buffer holds, or the whole text. */
    private void fill() {
        try {
            int read = 0;
            while (limit < buffer.length && read >= 0) {
                read = reader.read(buffer, limit, buffer.length - limit);
                limit += Math.max(0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasFeeds() {
        int feeds = 0;
        int returns = 0;
        for (int i = 0; i < limit; i++) {
            feeds += buffer[i] == '\n' ? 1 : 0;
            returns += buffer[i] == '\r' && i + 1 < limit && buffer[i + 1] != '\n' ? 1 : 0;
        }
        return feeds >= returns;
    }

    /**
     * One line.
     *
     * @param number 1 for the first
     * @param text without its end
     * @param end what ends it: a line feed, a carriage return or both; empty at the end of the text
     * @param defect what is wrong about its characters, null when nothing is
     */
    record Line(long number, String text, String end, String defect) {}

    /** The next line, null after the last. */
    Line next() {
        if (!hasMore()) {
            return null;
        }
        text.setLength(0);
        boolean isTooLong = false;
        do {
            int end = endOfLine();
            isTooLong |= text.length() + end - position > longest;
            text.append(buffer, position, isTooLong ? Math.min(SHOWN, end - position) : end - position);
            if (isTooLong) {
                text.setLength(Math.min(SHOWN, text.length()));
            }
            position = end;
        } while (position == limit && hasMore());
        String end = passLineEnd();
        number++;
        return isTooLong ? tooLong(end) : line(text.toString(), end);
    }

    /** Where the line ends, or what is read of it. */
    private int endOfLine() {
        int end = position;
        while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
            end++;
        }
        return end;
    }

    private String passLineEnd() {
        if (!hasMore()) {
            return "";
        }
        if (buffer[position++] == '\n') {
            return "\n";
        }
        boolean isPair = hasMore() && buffer[position] == '\n';
        position += isPair ? 1 : 0;
        return isPair || !hasMore() ? "\r\n" : "\r";
    }

    /** Whether a line end is a carriage return alone in a text of other line ends. */
    boolean isStray(String end) {
        return hasFeeds && end.equals("\r");
    }

    private Line tooLong(String end) {
        return new Line(number, shown(text + "..."), end, "is longer than " + longest + " characters");
    }

    private Line line(String found, String end) {
        if (found.indexOf(MALFORMED) >= 0) {
            return new Line(number, shown(found), end, "is not " + charset.name() + " text");
        }
        if (found.indexOf('\0') >= 0) {
            return new Line(number, found, end, "holds a null character");
        }
        boolean isJoined = !found.isEmpty() && found.charAt(0) == BYTE_ORDER_MARK;
        return new Line(
                number, found, end, isJoined ? "begins with a byte order mark, as if files had been joined" : null);
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

package io.headrace.ingest.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;

/**
 * Counts the lines of a text and finds the blank ones, without knowing anything of rows: what {@link TextLines} and
 * {@link CsvLines} made of the same bytes is compared with it.
 */
public final class PlainLines {
    private static final int END = -1;

    private final BufferedReader text;
    private int next;
    private long number;
    private boolean blank;
    private boolean holdsDelimiter;
    private boolean holdsValue;
    private int quotes;
    private int first;

    public PlainLines(InputStream bytes, Charset charset) throws IOException {
        text = new BufferedReader(new InputStreamReader(bytes, charset), 1 << 16);
        next = text.read();
        if (next == '\uFEFF') {
            next = text.read();
        }
    }

    /**
     * Goes to the next line.
     *
     * @param delimiter a character to look for
     * @param quote another one
     * @param escape takes the meaning from a quote or another of itself that follows it
     * @return false after the last line
     */
    boolean advance(char delimiter, char quote, char escape) throws IOException {
        if (next == END) {
            return false;
        }
        number++;
        blank = true;
        holdsDelimiter = false;
        holdsValue = false;
        quotes = 0;
        boolean escaped = false;
        first = next == '\n' || next == '\r' ? END : next;
        for (; next != END && next != '\n' && next != '\r'; next = text.read()) {
            blank &= Character.isWhitespace(next);
            holdsDelimiter |= next == delimiter;
            holdsValue |= next != delimiter && !Character.isWhitespace(next);
            quotes += next == quote && !escaped ? 1 : 0;
            escaped = next == escape && !escaped;
        }
        passEnd();
        return true;
    }

    private void passEnd() throws IOException {
        int end = next;
        if (end != END) {
            next = text.read();
        }
        if (end == '\r' && next == '\n') {
            next = text.read();
        }
    }

    /** The number of the line, 1 for the first. */
    long number() {
        return number;
    }

    /** Whether it holds nothing but white space. */
    boolean isBlank() {
        return blank;
    }

    /** Whether it holds the first character looked for. */
    boolean holdsDelimiter() {
        return holdsDelimiter;
    }

    /** Whether it holds anything but the first character looked for and white space. */
    boolean holdsValue() {
        return holdsValue;
    }

    /** How often it holds the second character looked for. */
    int quotes() {
        return quotes;
    }

    /** Whether the line begins with the text of one character; no line begins with an empty one. */
    boolean beginsWith(String character) {
        return !character.isEmpty() && first == character.charAt(0);
    }
}

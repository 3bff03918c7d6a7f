package io.headrace.notice;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one attempt to tell somebody.
 *
 * @param words what happened; names no address
 * @param rest how long the other side asks to be left alone, where it does
 */
public record Answer(Kind kind, String words, Optional<Duration> rest) {
    /** What to make of it. */
    public enum Kind {
        /** It has arrived. */
        DELIVERED,
        /** It has not arrived, and would not a moment later. */
        REFUSED,
        /** It has not arrived, as far as is known, and may a moment later. */
        FAILED
    }

    public Answer {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(words, "words");
        Objects.requireNonNull(rest, "rest");
    }

    static Answer delivered(String words) {
        return new Answer(Kind.DELIVERED, words, Optional.empty());
    }

    /** It has not arrived, and would not a moment later. */
    public static Answer refused(String words) {
        return new Answer(Kind.REFUSED, words, Optional.empty());
    }

    static Answer failed(String words) {
        return new Answer(Kind.FAILED, words, Optional.empty());
    }

    /** By the status of HTTP: 408, 429 and those of 500 and above may pass; redirects are not followed. */
    static Answer ofStatus(int status, Optional<Duration> rest) {
        String words = "HTTP " + status;
        if (status / 100 == 2) {
            return delivered(words);
        }
        boolean mayPass = status == 408 || status == 429 || status >= 500;
        return mayPass ? new Answer(Kind.FAILED, words, rest) : refused(words);
    }
}

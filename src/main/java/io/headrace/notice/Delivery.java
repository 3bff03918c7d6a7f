package io.headrace.notice;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Tells somebody, and tries again while that may help. */
public final class Delivery {
    private final Courier courier;
    private final Retries retries;
    private final Pauses pauses;

    public Delivery(Courier courier, Retries retries, Pauses pauses) {
        this.courier = Objects.requireNonNull(courier, "courier");
        this.retries = Objects.requireNonNull(retries, "retries");
        this.pauses = Objects.requireNonNull(pauses, "pauses");
    }

    /**
     * What came of it.
     *
     * @param last the answer to the last attempt
     * @param attempts 1 or more
     */
    public record Told(Answer last, int attempts) {
        /** Whether it has arrived. */
        public boolean isDelivered() {
            return last.kind() == Answer.Kind.DELIVERED;
        }

        /** Whether the other side is out of reach, so that others would fare no better. */
        public boolean isOutOfReach() {
            return last.kind() == Answer.Kind.FAILED;
        }
    }

    /** One attempt to send something. */
    @FunctionalInterface
    public interface Attempt {
        /** Makes it. */
        Answer send() throws InterruptedException;
    }

    /** Tries until it has arrived, is refused, or was tried long enough. */
    public Told tell(Notice notice) throws InterruptedException {
        return tell(() -> courier.send(notice), retries, pauses);
    }

    /** The same with anything that can be sent. */
    public static Told tell(Attempt attempt, Retries retries, Pauses pauses) throws InterruptedException {
        Duration begin = pauses.elapsed();
        int attempts = 1;
        Answer answer = answer(attempt);
        Optional<Duration> wait = pause(answer, attempts, begin, retries, pauses);
        while (wait.isPresent()) {
            pauses.pause(wait.get());
            answer = answer(attempt);
            attempts++;
            wait = pause(answer, attempts, begin, retries, pauses);
        }
        return new Told(answer, attempts);
    }

    /** Nothing that goes wrong with others is worth a failed run; what the exception says may hold the address. */
    private static Answer answer(Attempt attempt) throws InterruptedException {
        try {
            return attempt.send();
        } catch (RuntimeException failure) {
            return Answer.refused("it broke: " + failure.getClass().getSimpleName());
        }
    }

    private static Optional<Duration> pause(
            Answer answer, int attempts, Duration begin, Retries retries, Pauses pauses) {
        return answer.kind() == Answer.Kind.FAILED
                ? retries.next(attempts, pauses.elapsed().minus(begin), answer.rest())
                : Optional.empty();
    }
}

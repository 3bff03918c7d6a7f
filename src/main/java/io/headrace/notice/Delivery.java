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

    /** Tries until it has arrived, is refused, or was tried long enough. */
    public Told tell(Notice notice) throws InterruptedException {
        Duration begin = pauses.elapsed();
        int attempts = 1;
        Answer answer = attempt(notice);
        Optional<Duration> wait = pause(answer, attempts, begin);
        while (wait.isPresent()) {
            pauses.pause(wait.get());
            answer = attempt(notice);
            attempts++;
            wait = pause(answer, attempts, begin);
        }
        return new Told(answer, attempts);
    }

    /** Nothing that goes wrong with others is worth a failed run; what the exception says may hold the address. */
    private Answer attempt(Notice notice) throws InterruptedException {
        try {
            return courier.send(notice);
        } catch (RuntimeException unforeseen) {
            return Answer.refused("it broke: " + unforeseen.getClass().getSimpleName());
        }
    }

    private Optional<Duration> pause(Answer answer, int attempts, Duration begin) {
        return answer.kind() == Answer.Kind.FAILED
                ? retries.next(attempts, pauses.elapsed().minus(begin), answer.rest())
                : Optional.empty();
    }
}

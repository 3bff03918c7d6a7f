package io.headrace.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
    private final FakePauses pauses = new FakePauses();

    @Test
    void waitsTwiceAsLongEachTime() throws InterruptedException {
        Delivery.Told told = deliver(List.of(status(503), status(500), status(429), status(408), status(204)));
        assertThat(told.isDelivered()).isTrue();
        assertThat(told.attempts()).isEqualTo(5);
        assertThat(pauses.taken).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
    }

    @Test
    void givesUpAfterAWhile() throws InterruptedException {
        Delivery.Told told = deliver(java.util.Collections.nCopies(100, status(500)));
        assertThat(told.isDelivered()).isFalse();
        assertThat(told.isOutOfReach()).isTrue();
        assertThat(told.attempts()).isEqualTo(6);
        assertThat(pauses.elapsed()).isLessThanOrEqualTo(Retries.STANDARD.total());
    }

    @Test
    void countsTheTimeOfAnswers() throws InterruptedException {
        Delivery.Told told = new Delivery(
                        notice -> {
                            pauses.now = pauses.now.plusSeconds(10);
                            return Answer.failed("no answer");
                        },
                        Retries.STANDARD,
                        pauses)
                .tell(Notices.of("a"));
        assertThat(told.attempts()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 400, 401, 403, 404, 410, 413})
    void aRefusalIsNotTriedAgain(int status) throws InterruptedException {
        Delivery.Told told = deliver(List.of(status(status)));
        assertThat(told.attempts()).isOne();
        assertThat(told.isDelivered()).isFalse();
        assertThat(told.isOutOfReach()).isFalse();
    }

    @Test
    void aFaultIsARefusalThatRepeatsNothing() throws InterruptedException {
        Delivery.Told told = new Delivery(
                        notice -> {
                            throw new IllegalStateException("https://hooks/s3cr3t");
                        },
                        Retries.STANDARD,
                        pauses)
                .tell(Notices.of("a"));
        assertThat(told.last()).isEqualTo(Answer.refused("it broke: IllegalStateException"));
    }

    @Test
    void waitsAsLongAsItIsAskedTo() throws InterruptedException {
        deliver(List.of(Answer.ofStatus(429, Optional.of(Duration.ofSeconds(7))), status(200)));
        assertThat(pauses.taken).containsExactly(Duration.ofSeconds(7));
        Delivery.Told told = deliver(List.of(Answer.ofStatus(429, Optional.of(Duration.ofHours(1)))));
        assertThat(told.attempts()).isOne();
    }

    private Delivery.Told deliver(List<Answer> answers) throws InterruptedException {
        Iterator<Answer> next = answers.iterator();
        return new Delivery(notice -> next.next(), Retries.STANDARD, pauses).tell(Notices.of("a"));
    }

    private static Answer status(int status) {
        return Answer.ofStatus(status, Optional.empty());
    }

    private static final class FakePauses implements Pauses {
        private final List<Duration> taken = new ArrayList<>();
        private Duration now = Duration.ZERO;

        @Override
        public Duration elapsed() {
            return now;
        }

        @Override
        public void pause(Duration length) {
            taken.add(length);
            now = now.plus(length);
        }
    }
}

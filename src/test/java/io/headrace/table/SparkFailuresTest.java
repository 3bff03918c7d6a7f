package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class SparkFailuresTest {
    @Test
    void aLossOfExecutorsIsToBeTriedAgain() {
        RuntimeException failure = SparkFailures.unchecked(new SparkException(
                "[TASK_WRITE_FAILED] Task failed while writing rows",
                new SparkException("Lost task 0.3 in stage 0.0: ExecutorLostFailure (executor 3 exited)")));
        assertThat(failure).isInstanceOfSatisfying(HeadraceException.class, known -> {
            assertThat(known.code()).isEqualTo("HEAD-RUN-006");
            assertThat(known.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(known.getMessage()).contains("ExecutorLostFailure");
        });
    }

    /** C7 */
    @Test
    void anInterruptionIsNoBugWhateverItLooksLike() {
        for (Exception failure : List.of(
                new InterruptedException(),
                new IllegalStateException("x", new ClosedByInterruptException()),
                new UncheckedIOException(new InterruptedIOException()),
                new SparkException("awaitResult", new InterruptedException()),
                HeadraceException.of("HEAD-FEATURES-001", FailureKind.USER, "x", "y")
                        .causedBy(new InterruptedException()))) {
            HeadraceException known = SparkFailures.known(failure);
            assertThat(known.code()).isEqualTo("HEAD-RUN-007");
            assertThat(known.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(SparkFailures.unchecked(failure)).hasMessageStartingWith("interrupted: ");
        }
        assertThat(SparkFailures.known(new UncheckedIOException(new SocketTimeoutException()))
                        .code())
                .isEqualTo("HEAD-BUG-001");
    }

    @Test
    void whatNobodyKnowsStaysWhatItIs() {
        RuntimeException unknown = new IllegalStateException("odd");
        assertThat(SparkFailures.unchecked(unknown)).isSameAs(unknown);
    }
}

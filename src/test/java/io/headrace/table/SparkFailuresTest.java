package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

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

    @Test
    void aValueThatCouldNotBeWorkedOnIsNotTold() {
        SparkException failure = new SparkException(
                "CAST_INVALID_INPUT",
                Map$.MODULE$.from(CollectionConverters.asScala(Map.of(
                        "expression", "'p1@planted.org'",
                        "sourceType", "\"STRING\"",
                        "targetType", "\"BIGINT\""))),
                null);
        assertThat(failure).hasMessageContaining("p1@planted.org");
        RuntimeException told = SparkFailures.unchecked(new IllegalStateException("a task failed", failure));
        assertThat(told)
                .hasMessageStartingWith(
                        "a SQL expression failed on the data: [CAST_INVALID_INPUT] The value (not shown) of"
                                + " the type \"STRING\" cannot be cast to \"BIGINT\"")
                .message()
                .doesNotContain("planted");
    }

    /** Spark's executors and scheduler write the failure into the log by themselves. */
    @Test
    void theLogDoesNotHoldTheValueEither() throws IOException {
        Properties settings = new Properties();
        try (InputStream in = SparkFailures.class.getResourceAsStream("/headrace-log4j2.properties")) {
            settings.load(in);
        }
        PatternLayout layout = PatternLayout.newBuilder()
                .withPattern(settings.getProperty("appender.file.layout.pattern"))
                .build();
        String line = layout.toSerializable(Log4jLogEvent.newBuilder()
                .setLoggerName("x.TaskSetManager")
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(
                        "Lost task 0.0 [CAST_INVALID_INPUT] The value 'p1@planted.org\n$1' of the type"
                                + " \"STRING\" cannot be cast. SQLSTATE: 22018\n== SQL == [X] cast(a as int)"))
                .setThrown(new IllegalStateException("[CAST_OVERFLOW] The value p2@planted.org. SQLSTATE: 22003"))
                .build());
        assertThat(line)
                .doesNotContain("planted")
                .contains("Lost task 0.0 [CAST_INVALID_INPUT] (a value is not logged) SQLSTATE: 22018", "== SQL == [X]")
                .contains("[CAST_OVERFLOW] (a value is not logged) SQLSTATE: 22003", "at io.headrace.table");
    }
}

package io.headrace.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
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

    @Test
    void whatNobodyKnowsStaysWhatItIs() {
        RuntimeException unknown = new IllegalStateException("odd");
        assertThat(SparkFailures.unchecked(unknown)).isSameAs(unknown);
    }
}

package io.headrace.trace;

import io.headrace.run.RunId;
import java.util.Objects;

/**
 * A run beside a criterion.
 *
 * @param words what was found
 */
public record JudgedRun(RunId run, RunVerdict verdict, String words) implements FirstBad.Judged {
    public JudgedRun {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(words, "words");
    }
}

package io.headrace.policy;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * When a model is trained again. Any rule that holds is enough; none of them sets the gates of promotion aside.
 *
 * @param everyDays days after its training; empty for no schedule
 * @param driftedImportance share of the importance of all columns, above 0 to 1, whose drift persists; empty for never
 * @param decay which performance asks for it when it persists outside its band
 * @param newLabels mature labels since the last training, or decision to train, 1 or more; empty for never
 * @param restDays days after a training, or the decision to train, in which none is decided, 0 or more
 */
public record RetrainRules(
        OptionalInt everyDays,
        OptionalDouble driftedImportance,
        Set<Basis> decay,
        OptionalLong newLabels,
        int restDays) {
    public RetrainRules {
        decay = Set.copyOf(decay);
        if (everyDays.isPresent() && everyDays.getAsInt() < 1) {
            throw new IllegalArgumentException("everyDays must be 1 or more, found " + everyDays.getAsInt());
        }
        double share = driftedImportance.orElse(1);
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("driftedImportance must lie above 0 up to 1, found " + share);
        }
        if (newLabels.orElse(1) < 1 || restDays < 0) {
            throw new IllegalArgumentException(
                    "newLabels must be 1 or more and restDays 0 or more, found " + newLabels + " and " + restDays);
        }
    }

    /** No rule. */
    public static RetrainRules never() {
        return new RetrainRules(OptionalInt.empty(), OptionalDouble.empty(), Set.of(), OptionalLong.empty(), 0);
    }
}

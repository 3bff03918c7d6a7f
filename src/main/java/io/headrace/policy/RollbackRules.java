package io.headrace.policy;

import java.util.Set;

/**
 * When the version before is put back: the performance of the present one persists outside its band soon after promotion.
 *
 * <p>A version that was rolled back from is never gone back to unless a person releases it.
 *
 * @param on which performance counts; none for no rollback by policy
 * @param withinDays days after promotion in which it may be undone, 1 or more
 * @param restDays days after a rollback in which there is no other, 0 or more
 */
public record RollbackRules(Set<Basis> on, int withinDays, int restDays) {
    public RollbackRules {
        on = Set.copyOf(on);
        if (withinDays < 1 || restDays < 0) {
            throw new IllegalArgumentException(
                    "withinDays must be 1 or more and restDays 0 or more, found " + withinDays + " and " + restDays);
        }
    }

    /** No rollback by policy. */
    public static RollbackRules never() {
        return new RollbackRules(Set.of(), 1, 0);
    }
}

package io.headrace.policy;

import java.util.List;

/**
 * What days that came late, or again, make different.
 *
 * @param added alerts that were not raised before: only these are told
 * @param changed alerts that were raised before, with what they say now
 * @param withdrawn alerts that are no longer raised
 * @param decisions those that are new, or other than before; what was done meanwhile stays done, and later days show it by
 *     their champion
 */
public record Revision(List<Alert> added, List<Alert> changed, List<Alert> withdrawn, List<Decision> decisions) {
    public Revision {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        withdrawn = List.copyOf(withdrawn);
        decisions = List.copyOf(decisions);
    }
}

package io.headrace.trust.approval;

import java.util.List;
import java.util.Objects;

/**
 * Whether a proposal has its approvals.
 *
 * @param granted whether there are enough
 * @param approvers whose approvals count, by name
 * @param notCounted each approval that does not count, with the reason
 * @param words one sentence: who approved, and what is missing
 */
public record ApprovalVerdict(boolean granted, List<String> approvers, List<String> notCounted, String words) {
    public ApprovalVerdict {
        approvers = List.copyOf(approvers);
        notCounted = List.copyOf(notCounted);
        Objects.requireNonNull(words, "words");
    }
}

package io.headrace.privacy;

import io.headrace.spec.TrustPlaces;
import io.headrace.table.Lake;
import io.headrace.trust.Envelope;
import io.headrace.trust.KeyRing;
import io.headrace.trust.approval.Approval;
import io.headrace.trust.approval.ApprovalRule;
import io.headrace.trust.approval.ApprovalVerdict;
import io.headrace.trust.approval.Proposal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who has agreed to erasures: signed documents in {@code LAKE/headrace/erasures}, one of each approver for each erasure; the newest counts. */
final class ErasureApprovals {
    private final Lake lake;
    private final Optional<ApprovalRule> rule;

    /** @param places whose approvals are needed, and how many; keys are read now */
    ErasureApprovals(Lake lake, TrustPlaces places) {
        this.lake = lake;
        this.rule = places.approvers()
                .filter(folder -> places.erasureApprovals() > 0)
                .map(folder -> rule(KeyRing.read(folder), places));
    }

    private static ApprovalRule rule(KeyRing approvers, TrustPlaces places) {
        if (places.erasureApprovals() > approvers.keys().size()) {
            throw PrivacyErrors.tooFewApprovers(places.erasureApprovals(), approvers);
        }
        return new ApprovalRule(
                places.erasureApprovals(),
                approvers,
                places.approvalDays().stream().mapToObj(Duration::ofDays).findFirst());
    }

    /**
     * Adds an approval; refuses one that would not count.
     *
     * @return whether there are enough now
     */
    ApprovalVerdict add(Proposal proposal, String erasure, Envelope approval, long nowMicros) {
        ApprovalRule needed = rule.orElseThrow(PrivacyErrors::nothingToApprove);
        ApprovalVerdict alone = needed.judge(proposal, List.of(approval), nowMicros);
        if (alone.approvers().isEmpty()) {
            throw PrivacyErrors.worthNothing(alone);
        }
        lake.files()
                .overwrite(
                        path(erasure, alone.approvers().get(0)), approval.json().getBytes(StandardCharsets.UTF_8));
        return needed.judge(proposal, documents(erasure, needed), nowMicros);
    }

    /**
     * The digests of the approvals that the erasure needs; none where it needs none. Refuses an erasure that has not enough.
     *
     * @param actor who erases, and does not count
     */
    List<String> required(Proposal proposal, String erasure, String actor, long nowMicros) {
        if (rule.isEmpty()) {
            return List.of();
        }
        List<Envelope> documents = documents(erasure, rule.get());
        ApprovalVerdict verdict = rule.get().judge(proposal, Set.of(actor), documents, nowMicros);
        if (!verdict.granted()) {
            throw PrivacyErrors.notApproved(verdict);
        }
        return documents.stream()
                .filter(document -> document.signer(rule.get().approvers())
                        .filter(verdict.approvers()::contains)
                        .isPresent())
                .map(Approval::digest)
                .sorted()
                .toList();
    }

    private List<Envelope> documents(String erasure, ApprovalRule needed) {
        return needed.approvers().keys().keySet().stream()
                .flatMap(approver ->
                        lake
                                .readText(path(erasure, approver))
                                .map(text -> Envelope.parse(text, path(erasure, approver)))
                                .stream())
                .toList();
    }

    private static String path(String erasure, String approver) {
        return "headrace/erasures/" + erasure + "." + approver + ".approval.json";
    }
}

package io.headrace.trust.approval;

import io.headrace.trust.Envelope;
import io.headrace.trust.KeyRing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How many of which people must agree.
 *
 * @param needed how many different ones, 1 or more
 * @param approvers who may, with their keys
 * @param validFor how long an approval counts; empty for ever
 */
public record ApprovalRule(int needed, KeyRing approvers, Optional<Duration> validFor) {
    public ApprovalRule {
        Objects.requireNonNull(approvers, "approvers");
        Objects.requireNonNull(validFor, "validFor");
        if (needed < 1 || needed > approvers.keys().size()) {
            throw new IllegalArgumentException("of " + approvers.keys().size() + " approvers (" + approvers.names()
                    + ") 1 to all may be needed, found " + needed);
        }
    }

    /**
     * Whether the proposal has its approvals.
     *
     * @param proposal as it is now, with the digests of now
     * @param documents approvals and withdrawals, in any order, whosever and of whatever
     * @param nowMicros microseconds since 1970
     */
    public ApprovalVerdict judge(Proposal proposal, List<Envelope> documents, long nowMicros) {
        return judge(proposal, Set.of(), documents, nowMicros);
    }

    /**
     * The same, without the approvals of those who want it themselves.
     *
     * @param proposers names of those who made, or now propose, what is to be approved
     */
    public ApprovalVerdict judge(Proposal proposal, Set<String> proposers, List<Envelope> documents, long nowMicros) {
        Map<String, String> withdrawn = withdrawn(documents);
        SortedSet<String> agreed = new TreeSet<>();
        List<String> notCounted = new ArrayList<>();
        for (Envelope document : documents) {
            if (document.payloadType().equals(Approval.TYPE)) {
                Optional<String> signer = document.signer(approvers);
                Optional<String> objection = objection(document, signer, proposal, withdrawn, nowMicros)
                        .or(() -> signer.filter(proposers::contains)
                                .map(name -> "that of " + name + ", who may not approve what is the own proposal"));
                objection.ifPresentOrElse(notCounted::add, () -> agreed.add(signer.orElseThrow()));
            }
        }
        return new ApprovalVerdict(
                agreed.size() >= needed,
                List.copyOf(agreed),
                notCounted,
                words(proposal, proposers, agreed, notCounted));
    }

    /** Why an approval does not count, by its digest and signer; or by the signer alone, where nobody can say which one was meant. */
    private Map<String, String> withdrawn(List<Envelope> documents) {
        Map<String, String> withdrawn = new HashMap<>();
        documents.stream()
                .filter(document -> document.payloadType().equals(Withdrawal.TYPE))
                .forEach(document -> document.signer(approvers).ifPresent(signer -> {
                    try {
                        Withdrawal withdrawal = Withdrawal.of(document);
                        withdrawn.put(
                                withdrawal.approval() + signer,
                                "withdrew it at " + time(withdrawal.atMicros()) + ": " + withdrawal.reason());
                    } catch (IllegalArgumentException e) {
                        withdrawn.put(signer, "signed a withdrawal that cannot be read: " + e.getMessage());
                    }
                }));
        return withdrawn;
    }

    private Optional<String> objection(
            Envelope document,
            Optional<String> signer,
            Proposal proposal,
            Map<String, String> withdrawn,
            long nowMicros) {
        Approval approval;
        try {
            approval = Approval.of(document);
        } catch (IllegalArgumentException e) {
            return Optional.of("a document is no approval: " + e.getMessage());
        }
        String name = approval.approver();
        if (signer.isEmpty()) {
            return Optional.of("that of " + name + ": its signature is by none of " + approvers.names()
                    + ", or does not fit its text");
        }
        if (!name.equals(signer.get())
                || !approval.key().equals(approvers.keys().get(name).identifier())) {
            return Optional.of("that of " + name + ": it was signed by the key of " + signer.get());
        }
        return Optional.ofNullable(withdrawn.getOrDefault(Approval.digest(document) + name, withdrawn.get(name)))
                .map(reason -> "that of " + name + ", who " + reason)
                .or(() -> outdated(approval, proposal, nowMicros));
    }

    private Optional<String> outdated(Approval approval, Proposal proposal, long nowMicros) {
        List<String> differences = approval.proposal().differences(proposal);
        if (!differences.isEmpty()) {
            return Optional.of("that of " + approval.approver() + ": it is for another "
                    + String.join(", ", differences) + " (to "
                    + approval.proposal().words() + ")");
        }
        if (approval.atMicros() > nowMicros) {
            return Optional.of("that of " + approval.approver() + ": it is dated " + time(approval.atMicros())
                    + ", which is still to come");
        }
        return validFor.map(time(approval.atMicros())::plus)
                .filter(until -> until.isBefore(time(nowMicros)))
                .map(until -> "that of " + approval.approver() + ": it ended at " + until);
    }

    private String words(Proposal proposal, Set<String> proposers, SortedSet<String> agreed, List<String> notCounted) {
        List<String> others = approvers.keys().keySet().stream()
                .filter(name -> !agreed.contains(name) && !proposers.contains(name))
                .toList();
        int missing = needed - agreed.size();
        return agreed.size() + " of " + needed + " approvals to " + proposal.words()
                + (agreed.isEmpty() ? "" : ": by " + String.join(", ", agreed))
                + (missing <= 0
                        ? ""
                        : "; " + missing + " more " + (missing == 1 ? "is" : "are") + " needed of "
                                + String.join(", ", others))
                + (notCounted.isEmpty() ? "" : ". Not counted: " + String.join("; ", notCounted));
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}

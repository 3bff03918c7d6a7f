/**
 * Signed approvals of what people decide, and signed certificates of what was erased.
 *
 * <pre>{@code
 * Proposal proposal = new Proposal(Action.PROMOTE, "lapse/7", new TreeMap<>(Map.of("model", digest, "figures", figures)));
 * Envelope approval = Approval.of(proposal, "ada", "agreed in the review", nowMicros, adasKey).signed(adasKey);
 *
 * ApprovalRule rule = new ApprovalRule(2, KeyRing.read(Path.of("conf/approvers")), Optional.of(Duration.ofDays(30)));
 * ApprovalVerdict verdict = rule.judge(proposal, List.of(approval), nowMicros);
 * // verdict.words(): "1 of 2 approvals to promote lapse/7: by ada; 1 more is needed of ben, cleo"
 * }</pre>
 *
 * <p>May import: run, trust, trust.chain. Pure.
 */
package io.headrace.trust.approval;

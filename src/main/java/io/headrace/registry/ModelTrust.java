package io.headrace.registry;

import io.headrace.spec.TrustPlaces;
import io.headrace.trust.KeyRing;
import io.headrace.trust.approval.ApprovalRule;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a project asks of models.
 *
 * @param signers who must have signed a model that is loaded; empty where none must
 * @param rule who must agree before a version becomes champion; empty where nobody must
 */
public record ModelTrust(Optional<KeyRing> signers, Optional<ApprovalRule> rule) {
    /** Nothing is asked. */
    public static final ModelTrust NONE = new ModelTrust(Optional.empty(), Optional.empty());

    public ModelTrust {
        Objects.requireNonNull(signers, "signers");
        Objects.requireNonNull(rule, "rule");
    }

    /** What the project's places say; keys are read now. */
    public static ModelTrust of(TrustPlaces places) {
        Optional<KeyRing> signers =
                places.keys().filter(folder -> places.isSignedModelsOnly()).map(KeyRing::read);
        return new ModelTrust(signers, ofApprovals(places).rule());
    }

    /** The same for those who compare models and do not act on what these say: approvals alone. */
    public static ModelTrust ofApprovals(TrustPlaces places) {
        return new ModelTrust(
                Optional.empty(),
                places.approvers().filter(folder -> places.approvals() > 0).map(folder -> rule(places)));
    }

    private static ApprovalRule rule(TrustPlaces places) {
        KeyRing approvers = KeyRing.read(places.approvers().orElseThrow());
        if (places.approvals() > approvers.keys().size()) {
            throw RegistryErrors.tooFewApprovers(places.approvals(), approvers);
        }
        return new ApprovalRule(
                places.approvals(),
                approvers,
                places.approvalDays().stream().mapToObj(Duration::ofDays).findFirst());
    }
}

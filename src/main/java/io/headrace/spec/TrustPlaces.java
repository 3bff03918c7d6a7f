package io.headrace.spec;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Whose signatures count.
 *
 * @param keys folder of the public keys of those who sign models and heads of chains
 * @param isSignedModelsOnly whether score jobs load only models that one of these has signed
 * @param approvers folder of the public keys of those who may approve
 * @param approvals how many approvers must agree before a person makes a version champion, 0 for none
 * @param approvalDays for how many days an approval counts; empty for ever
 * @param erasureApprovals how many approvers must agree before persons are erased, 0 for none
 */
public record TrustPlaces(
        Optional<Path> keys,
        boolean isSignedModelsOnly,
        Optional<Path> approvers,
        int approvals,
        OptionalInt approvalDays,
        int erasureApprovals) {
    /** Nothing is asked for. */
    public static final TrustPlaces NONE =
            new TrustPlaces(Optional.empty(), false, Optional.empty(), 0, OptionalInt.empty(), 0);

    public TrustPlaces {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(approvers, "approvers");
        Objects.requireNonNull(approvalDays, "approvalDays");
        if (isSignedModelsOnly && keys.isEmpty()) {
            throw new IllegalArgumentException("signed models need keys");
        }
        if (approvals < 0 || (approvals > 0 && approvers.isEmpty())) {
            throw new IllegalArgumentException("approvals must be 0, or more with approvers; found " + approvals);
        }
        if (erasureApprovals < 0 || (erasureApprovals > 0 && approvers.isEmpty())) {
            throw new IllegalArgumentException(
                    "approvals of erasures must be 0, or more with approvers; found " + erasureApprovals);
        }
    }
}

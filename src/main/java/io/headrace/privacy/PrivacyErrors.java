package io.headrace.privacy;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.trust.KeyRing;
import io.headrace.trust.approval.ApprovalVerdict;
import java.util.Collection;
import java.util.List;

/** The failures of erasures, worded in one place; none names a person. */
final class PrivacyErrors {
    private PrivacyErrors() {}

    static HeadraceException noSubject(String subject, Collection<String> known) {
        return HeadraceException.of(
                "HEAD-PRIVACY-003",
                FailureKind.USER,
                "no source says that a column holds keys of " + subject
                        + (known.isEmpty() ? "" : "; declared are " + String.join(", ", known)),
                "Write subject-key = " + subject + " at the columns of the sources that name these persons.");
    }

    /** @param why it could not be had, in words */
    static HeadraceException noKey(String why) {
        return HeadraceException.of(
                "HEAD-PRIVACY-004",
                FailureKind.USER,
                "there is no key for tombstones, by which who is erased is recognised when a file brings them again: "
                        + why,
                "Set privacy.tombstone-key-variable or tombstone-key-file in conf/; openssl rand -hex 32 draws a key.");
    }

    static HeadraceException nothingEncrypted(String subject) {
        return HeadraceException.of(
                "HEAD-PRIVACY-018",
                FailureKind.USER,
                "no source encrypts values by keys of " + subject + ", so that there is no key to destroy",
                "Erase without --keys-only, or write encrypted = true at columns from now on.");
    }

    static HeadraceException notAbout(String certificate) {
        return HeadraceException.of(
                "HEAD-PRIVACY-006",
                FailureKind.USER,
                certificate + " is not about all of the persons named",
                "Name the persons whom it is about, by the keys that they were erased by.");
    }

    static HeadraceException contradicted(String certificate, List<String> contradictions) {
        return HeadraceException.of(
                "HEAD-PRIVACY-007",
                FailureKind.REFUSED,
                certificate + " does not hold any more: " + String.join("; ", contradictions),
                "Erase the persons again with --force, and see where they came from.");
    }

    static HeadraceException unreadable(String file, Exception cause) {
        return HeadraceException.of(
                        "HEAD-PRIVACY-008",
                        FailureKind.USER,
                        file + " cannot be read: " + cause,
                        "Check the path and its permissions.")
                .causedBy(cause);
    }

    static HeadraceException noTime(String table, Collection<String> columns) {
        return HeadraceException.of(
                "HEAD-PRIVACY-009",
                FailureKind.USER,
                "nothing says when rows of " + table + " begin to be kept: it has the columns "
                        + String.join(", ", columns),
                "Name a column of dates or times by time.");
    }

    /** @param what is wrong with the column, in words */
    static HeadraceException notATime(String table, String column, String what) {
        return HeadraceException.of(
                "HEAD-PRIVACY-010",
                FailureKind.USER,
                "rows of " + table + " cannot be kept by " + column + ", which " + what,
                "Name a column of dates or times by time.");
    }

    static HeadraceException tooFewApprovers(int needed, KeyRing approvers) {
        return HeadraceException.of(
                "HEAD-PRIVACY-021",
                FailureKind.USER,
                "trust.erasure-approvals in conf/ asks for " + needed + " approvals, and the approvers are "
                        + approvers.names(),
                "Add the public keys of others to the folder trust.approvers, or ask for fewer.");
    }

    static HeadraceException notApproved(ApprovalVerdict verdict) {
        return HeadraceException.of(
                "HEAD-PRIVACY-022",
                FailureKind.REFUSED,
                verdict.words(),
                "headrace approve erase --subject NAME=KEY --reason TEXT --key FILE adds an approval, with the persons and the"
                        + " reason of the erasure.");
    }

    static HeadraceException nothingToApprove() {
        return HeadraceException.of(
                "HEAD-PRIVACY-023",
                FailureKind.USER,
                "no erasure needs an approval here",
                "trust.erasure-approvals and trust.approvers in conf/ say how many of whom must agree.");
    }

    static HeadraceException worthNothing(ApprovalVerdict verdict) {
        return HeadraceException.of(
                "HEAD-PRIVACY-024",
                FailureKind.USER,
                "the approval would not count: " + String.join("; ", verdict.notCounted()),
                "Sign with the key of one of the approvers that conf/ names by trust.approvers.");
    }
}

package io.headrace.registry;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.RunId;
import io.headrace.spec.Arms.Rival;
import io.headrace.trust.KeyRing;
import io.headrace.trust.approval.ApprovalVerdict;
import io.headrace.trust.chain.Anchor;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

/** The failures of the registry, worded in one place. */
final class RegistryErrors {
    private RegistryErrors() {}

    /** @param versions those that the model has, none of which became champion */
    static HeadraceException noChampion(String model, List<ModelVersion> versions) {
        return HeadraceException.of(
                "HEAD-REGISTRY-001",
                FailureKind.USER,
                "the model " + model + " has no champion"
                        + (versions.isEmpty()
                                ? ""
                                : ": none of its versions passed its gates or was promoted (" + numbers(versions)
                                        + ")"),
                versions.isEmpty()
                        ? "Train it: headrace run --date D runs its train job, which is due on any date until there is a"
                                + " champion."
                        : "headrace models show " + model + " says why. " + trainAgain(versions)
                                + "romote one: headrace models promote " + model + " VERSION --reason TEXT.");
    }

    /** What is to be done where a version was trained here; the sentence goes on. */
    private static String trainAgain(List<ModelVersion> versions) {
        return versions.stream()
                .filter(version -> version.imported().isEmpty())
                .reduce((older, newer) -> newer)
                .map(version -> "Correct the job and train again: headrace run "
                        + RunId.parse(version.runId()).job()
                        + " --date D --force (without --force a date that is done is skipped); or p")
                .orElse("P");
    }

    private static String numbers(List<ModelVersion> versions) {
        return String.join(
                ", ", versions.stream().map(v -> Integer.toString(v.number())).toList());
    }

    static HeadraceException noVersion(String model, int number, List<ModelVersion> versions) {
        return HeadraceException.of(
                "HEAD-REGISTRY-002",
                FailureKind.USER,
                "the model " + model + " has no version " + number + "; there are "
                        + (versions.isEmpty() ? "none" : numbers(versions)),
                "headrace models list shows all models and versions.");
    }

    static HeadraceException numberTaken(String model, ModelVersion known, String runId) {
        return HeadraceException.of(
                "HEAD-REGISTRY-020",
                FailureKind.USER,
                "version " + known.number() + " of the model " + model + ", which " + runId + " has trained, is "
                        + known.runId() + " by now: both were under way at the same time",
                "Train again with the next number: headrace job "
                        + RunId.parse(runId).job() + " --date "
                        + RunId.parse(runId).date() + " --force.");
    }

    static HeadraceException somebodyElse(String model) {
        return HeadraceException.of(
                "HEAD-REGISTRY-003",
                FailureKind.TRANSIENT,
                "somebody else changed the model " + model + " at the same moment and was first",
                "Look at headrace models show " + model + " and run the command again if it is still wanted.");
    }

    static HeadraceException brokenChain(String model, long seq) {
        return HeadraceException.of(
                "HEAD-REGISTRY-004",
                FailureKind.USER,
                "event " + seq + " of the model " + model + " does not follow from the event before: the table"
                        + " headrace.models was changed by hand",
                "Restore headrace.models to a version from before the change.");
    }

    static HeadraceException cutTail(String model, int events, Anchor.Mark head) {
        return HeadraceException.of(
                "HEAD-REGISTRY-012",
                FailureKind.REFUSED,
                "the registry has " + events + " events of the model " + model + ", but " + head.words() + " knows "
                        + head.size() + ": the last ones are gone from headrace.models",
                "Restore headrace.models from a backup that has them. headrace audit verify says what else is missing.");
    }

    static HeadraceException unsigned(String model, String digest, String where, KeyRing trusted) {
        return HeadraceException.of(
                "HEAD-REGISTRY-013",
                FailureKind.REFUSED,
                "the model " + model + " with digest " + digest + " is not signed (there is no " + where
                        + " in the lake), and trust.signed-models in conf/ asks for it",
                "Have it signed by one of " + trusted.names() + ": headrace models sign " + model
                        + " VERSION --key FILE.");
    }

    static HeadraceException notApproved(ApprovalVerdict verdict, String how) {
        return HeadraceException.of(
                "HEAD-REGISTRY-014",
                FailureKind.REFUSED,
                verdict.words(),
                "headrace approve " + how + " --key FILE --reason TEXT adds an approval.");
    }

    static HeadraceException worthNothing(ApprovalVerdict verdict) {
        return HeadraceException.of(
                "HEAD-REGISTRY-015",
                FailureKind.USER,
                "the approval would not count: " + String.join("; ", verdict.notCounted()),
                "Sign with the key of one of the approvers that conf/ names by trust.approvers.");
    }

    static HeadraceException nothingToApprove(String model) {
        return HeadraceException.of(
                "HEAD-REGISTRY-016",
                FailureKind.USER,
                "nothing of the model " + model + " needs an approval here",
                "trust.approvals and trust.approvers in conf/ say how many of whom must agree.");
    }

    static HeadraceException tooFewApprovers(int needed, KeyRing approvers) {
        return HeadraceException.of(
                "HEAD-REGISTRY-017",
                FailureKind.USER,
                "trust.approvals in conf/ asks for " + needed + " approvals, and the approvers are "
                        + approvers.names(),
                "Add the public keys of others to the folder trust.approvers, or ask for fewer.");
    }

    static HeadraceException notWritten(Path folder, Exception cause) {
        return HeadraceException.of(
                        "HEAD-REGISTRY-018",
                        FailureKind.USER,
                        "the model cannot be written to " + folder + ": " + cause,
                        "Check the folder, its permissions and the space that is left.")
                .causedBy(cause);
    }

    static HeadraceException noFormerChampion(String model) {
        return HeadraceException.of(
                "HEAD-REGISTRY-005",
                FailureKind.USER,
                "the model " + model + " has no earlier champion to go back to",
                "Promote a version by number instead: headrace models promote " + model + " VERSION --reason TEXT.");
    }

    static HeadraceException retired(String model, int number) {
        return HeadraceException.of(
                "HEAD-REGISTRY-006",
                FailureKind.USER,
                "version " + number + " of the model " + model + " is retired",
                "Choose another version: headrace models show " + model + ".");
    }

    static HeadraceException rivalOfItself(String model, String alias, int version) {
        return HeadraceException.of(
                "HEAD-REGISTRY-008",
                FailureKind.USER,
                "version " + version + " of the model " + model + " is its champion, and cannot be its " + alias
                        + " as well",
                "Choose another version: headrace models list.");
    }

    static HeadraceException noAlias(String model, String alias, Set<String> known) {
        return HeadraceException.of(
                "HEAD-REGISTRY-009",
                FailureKind.USER,
                "no version of the model " + model + " is its " + alias + "; aliases: "
                        + (known.isEmpty() ? "none" : String.join(", ", known)),
                "headrace models list shows all versions and their aliases.");
    }

    static HeadraceException noDate(NoteField field, String text, DateTimeParseException cause) {
        return HeadraceException.of(
                        "HEAD-REGISTRY-019",
                        FailureKind.USER,
                        field + " is a date, found \"" + text + "\"",
                        "Write it as yyyy-MM-dd, such as 2027-01-31.")
                .causedBy(cause);
    }

    static HeadraceException championByAlias() {
        return HeadraceException.of(
                "HEAD-REGISTRY-010",
                FailureKind.USER,
                "who is champion is decided by promotion, not by an alias",
                "headrace models promote MODEL VERSION --reason TEXT, or headrace models rollback MODEL --reason TEXT.");
    }

    static HeadraceException noArtifact(String model, String path) {
        return HeadraceException.of(
                "HEAD-REGISTRY-007",
                FailureKind.USER,
                "the artifact of the model " + model + " is missing (looked in " + path + ")",
                "Restore the file from a backup, or train a new version.");
    }

    static HeadraceException noRoom(String model, Rival rival, EventDetail.Allotment stage) {
        return HeadraceException.of(
                "HEAD-REGISTRY-011",
                FailureKind.USER,
                "the " + stage.alias() + " of " + model + " was given a share of " + stage.share() + " from "
                        + stage.from() + " on, and the arm " + rival.arm() + " has stages up to "
                        + rival.room().toPlainString(),
                "headrace models stage " + model + " " + stage.alias()
                        + " SHARE --from DATE --reason TEXT with a share that the stages hold.");
    }
}

package io.headrace.bundle;

import io.headrace.registry.ModelVersion;
import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.nio.file.Path;
import java.util.List;

/** The failures of bundles, worded in one place. */
final class BundleErrors {
    private static final String ANEW =
            "Nothing was written here. Have it exported again, and compare the digest that the export prints.";

    private BundleErrors() {}

    static HeadraceException noBundle(String where, String reason) {
        return HeadraceException.of(
                "HEAD-REGISTRY-021", FailureKind.REFUSED, where + " is no bundle of a model: " + reason, ANEW);
    }

    static HeadraceException newer(String where, int version) {
        return HeadraceException.of(
                "HEAD-REGISTRY-022",
                FailureKind.USER,
                where + " is a bundle of format " + version + ", and this release reads up to "
                        + BundleManifest.VERSION,
                "Import it by the release that made it, or a later one.");
    }

    static HeadraceException changed(String where, List<String> differences) {
        return HeadraceException.of(
                "HEAD-REGISTRY-023",
                FailureKind.REFUSED,
                where + " is not as it was written: " + String.join("; ", differences),
                ANEW);
    }

    static HeadraceException notUnderstood(String where, String part, RuntimeException cause) {
        return HeadraceException.of(
                        "HEAD-REGISTRY-024",
                        FailureKind.REFUSED,
                        where + " has a part " + part + " that cannot be read exactly: " + cause.getMessage(),
                        ANEW)
                .causedBy(cause);
    }

    static HeadraceException contradicts(String where, String how) {
        return HeadraceException.of(
                "HEAD-REGISTRY-025", FailureKind.REFUSED, where + " contradicts itself: " + how, ANEW);
    }

    static HeadraceException scoresDiffer(String where, String difference) {
        return HeadraceException.of(
                "HEAD-REGISTRY-026",
                FailureKind.REFUSED,
                "the model of " + where + " does not score here as it did where it was trained: " + difference,
                "Nothing was written here. Compare releases and Java: headrace doctor; scores are equal to the bit on one"
                        + " architecture.");
    }

    static HeadraceException unsigned(String where) {
        return HeadraceException.of(
                "HEAD-REGISTRY-027",
                FailureKind.REFUSED,
                "the model of " + where + " is not signed, and trust.signed-models in conf/ asks for it",
                "Have it signed where it was trained (headrace models sign MODEL VERSION --key FILE) and exported again.");
    }

    static HeadraceException nobodyTrusted(String where) {
        return HeadraceException.of(
                "HEAD-REGISTRY-028",
                FailureKind.REFUSED,
                "the model of " + where + " is signed, and trust.keys in conf/ is not set, so that nobody's signature"
                        + " counts here",
                "Set it to the folder of the public keys, NAME.pub, of those who sign models.");
    }

    static HeadraceException otherSample(String where, String model) {
        return HeadraceException.of(
                "HEAD-REGISTRY-029",
                FailureKind.REFUSED,
                where + " has the model file of a version of " + model + " that is here, but other rows beside it",
                "The model is here already: headrace models list shows versions and digests.");
    }

    static HeadraceException purposeNeeded(String model, ModelVersion version, List<String> personal) {
        return HeadraceException.of(
                "HEAD-REGISTRY-030",
                FailureKind.USER,
                "version " + version.number() + " of " + model + " has learnt from personal columns ("
                        + String.join(", ", personal)
                        + "): its file may hold values of them, and would leave the lake",
                "Say what for: --purpose TEXT. It is recorded here and in the bundle.");
    }

    static HeadraceException incomplete(String model, ModelVersion version, String what) {
        return HeadraceException.of(
                "HEAD-REGISTRY-031",
                FailureKind.USER,
                "version " + version.number() + " of " + model + " cannot be exported: " + what,
                "Export another version: headrace models list.");
    }

    static HeadraceException unreadable(Path file, Exception cause) {
        return HeadraceException.of(
                        "HEAD-REGISTRY-032",
                        FailureKind.USER,
                        file + " cannot be read: " + cause.getMessage(),
                        "Check the path and its permissions.")
                .causedBy(cause);
    }

    static HeadraceException tooLarge(Path file, long bytes, long most) {
        return HeadraceException.of(
                "HEAD-REGISTRY-033",
                FailureKind.REFUSED,
                file + " has " + bytes + " bytes, and a bundle at most " + most,
                "No model comes near: this is another file.");
    }

    static HeadraceException notWritten(Path file, Exception cause) {
        return HeadraceException.of(
                        "HEAD-REGISTRY-034",
                        FailureKind.USER,
                        file + " cannot be written: " + cause,
                        "Check the folder, its permissions and the space that is left.")
                .causedBy(cause);
    }
}

package io.headrace.audit;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.table.Tampering;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The failures of audits, worded in one place. */
final class AuditErrors {
    private AuditErrors() {}

    static HeadraceException noHeads(Path place, IOException cause) {
        return HeadraceException.of(
                        "HEAD-AUDIT-004",
                        FailureKind.USER,
                        "the signed heads in " + place + " cannot be read: " + cause,
                        "Check the path; headrace audit sign --out FOLDER writes them.")
                .causedBy(cause);
    }

    static HeadraceException notKept(Path file, IOException cause) {
        return HeadraceException.of(
                        "HEAD-AUDIT-005",
                        FailureKind.USER,
                        "the signed head " + file + " cannot be written: " + cause,
                        "Check the folder, its permissions and the space that is left, and sign again.")
                .causedBy(cause);
    }

    static HeadraceException notSignable(List<Tampering> found) {
        return HeadraceException.of(
                "HEAD-AUDIT-006",
                FailureKind.REFUSED,
                "no head is signed of a lake that is not as it was written: "
                        + found.get(0).where() + ": "
                        + found.get(0).words()
                        + (found.size() > 1 ? "; and " + (found.size() - 1) + " more" : ""),
                "headrace audit verify shows all that was found.");
    }
}

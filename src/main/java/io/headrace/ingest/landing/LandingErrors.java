package io.headrace.ingest.landing;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.run.Printable;
import java.util.List;

/** The failures of the landing folder, worded in one place. */
public final class LandingErrors {
    private LandingErrors() {}

    static HeadraceException noLanding(String landing) {
        return user(
                "HEAD-INGEST-001",
                "the landing folder " + landing + " does not exist",
                "Set landing in conf/, or name it in the command: --set landing=FOLDER.");
    }

    static HeadraceException landingIsFile(String landing) {
        return user(
                "HEAD-INGEST-007",
                "the landing folder " + landing + " is a file",
                "Set landing in conf/ to the folder that holds the files.");
    }

    static HeadraceException noFiles(String job, String landing, List<String> patterns, String date) {
        return user(
                "HEAD-INGEST-002",
                job + " found no file dated up to " + date + " in " + landing + " that fits "
                        + String.join(" or ", patterns),
                "Put the files there, correct files.paths in the job, or declare the source optional.");
    }

    static HeadraceException fileChanged(String path, String runId) {
        return user(
                "HEAD-INGEST-004",
                "the file " + Printable.of(path) + " changed or vanished after the run " + runId + " had begun with it",
                "Put the file back as it was, or start over with --force.");
    }

    /** A file or folder that storage does not hand out. */
    public static HeadraceException notReadable(String where, Throwable cause) {
        return user(
                        "HEAD-INGEST-006",
                        "cannot read " + Printable.of(where + ": " + cause.getMessage()),
                        "Give the user who runs Headrace permission to read it.")
                .causedBy(cause);
    }

    private static HeadraceException user(String code, String what, String next) {
        return HeadraceException.of(code, FailureKind.USER, what, next);
    }
}

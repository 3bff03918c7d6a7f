package io.headrace.demo.shop;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.io.IOException;
import java.nio.file.Path;

/** The failures of the generator, worded in one place. */
final class RetailFailures {
    private RetailFailures() {}

    static HeadraceException otherFileThere(Path file) {
        return HeadraceException.of(
                "HEAD-RETAIL-001",
                FailureKind.USER,
                file + " exists with other content; generated files never replace other files",
                "Name an empty folder, or generate with the settings that made the existing files.");
    }

    static HeadraceException truthInLanding(Path landing, Path truth) {
        return HeadraceException.of(
                "HEAD-RETAIL-002",
                FailureKind.USER,
                "the folder of the truth, " + truth + ", lies in the landing folder " + landing,
                "Name a folder for the truth outside the landing folder: a model must not find it among its sources.");
    }

    static HeadraceException cannotWrite(Path file, IOException cause) {
        return HeadraceException.of(
                        "HEAD-RETAIL-003",
                        FailureKind.USER,
                        "cannot write " + file + ": " + cause,
                        "Check that the folder is writable and the disk has space.")
                .causedBy(cause);
    }
}

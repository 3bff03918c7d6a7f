package io.headrace.demo.shop;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.io.IOException;
import java.nio.file.Path;

/** The failures that the generator tells its user about. */
final class RetailFailures {
    private RetailFailures() {}

    static HeadraceException otherFileThere(Path file) {
        return HeadraceException.of(
                "HEAD-RETAIL-001",
                FailureKind.USER,
                file + " is there already with other content; generated files never replace others",
                "Name an empty folder, or generate with the settings that made the files that are there.");
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
                        "See that the folder can be written to and that the disk has room.")
                .causedBy(cause);
    }
}

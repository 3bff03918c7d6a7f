package io.headrace.spec;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import java.util.Collection;

/** The failures this package reports to users. */
final class SpecErrors {
    private SpecErrors() {}

    static HeadraceException unknownJob(String name, Collection<String> jobs) {
        return HeadraceException.of(
                "HEAD-SPEC-001",
                FailureKind.USER,
                "there is no job \"" + name + "\"" + NearestName.hint(name, jobs),
                "Name one of: " + String.join(", ", jobs) + ".");
    }
}

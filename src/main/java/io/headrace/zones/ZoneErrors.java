package io.headrace.zones;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.spec.MaskedView;
import java.util.List;

/** The failures of masked copies, worded in one place. */
final class ZoneErrors {
    private ZoneErrors() {}

    static HeadraceException misfits(MaskedView view, String table, List<String> problems) {
        return HeadraceException.of(
                "HEAD-ZONE-001",
                FailureKind.USER,
                "the copy of " + table + " for " + view.zone() + " cannot be made: " + String.join("; ", problems),
                "Change publish.views." + view.zone() + " at " + view.place().file() + ":"
                        + view.place().line() + "; headrace check names all such places.");
    }

    /** @param why it could not be had, in words */
    static HeadraceException noKey(String zone, String why) {
        return HeadraceException.of(
                "HEAD-ZONE-002",
                FailureKind.USER,
                "there is no key for the hashes of " + zone + ": " + why,
                "Set privacy.mask-key-variable or mask-key-file in conf/; openssl rand -hex 32 draws a key.");
    }

    static HeadraceException shortKey(int characters) {
        return HeadraceException.of(
                "HEAD-ZONE-003",
                FailureKind.USER,
                "the key for hashes has " + characters + " characters, and " + TokenHash.SHORTEST + " are the least",
                "Draw one, as by openssl rand -hex 32, and keep it: with another key all tokens change.");
    }

    static HeadraceException rights(String folder, String wanted, Exception cause) {
        return HeadraceException.of(
                        "HEAD-ZONE-004",
                        FailureKind.USER,
                        folder + " cannot be given " + wanted + ": " + cause,
                        "Name a group that the process belongs to, or a folder that it owns, in conf/ at zones.")
                .causedBy(cause);
    }

    static HeadraceException busy(String table, String zone) {
        return HeadraceException.of(
                "HEAD-ZONE-005",
                FailureKind.TRANSIENT,
                table + " changed again and again while it was copied for " + zone,
                "Run the job again: it makes what is missing of the copy.");
    }
}

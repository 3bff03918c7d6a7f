package io.headrace.testing;

import io.headrace.metric.Gate.Side;
import io.headrace.metric.GateOutcome;
import io.headrace.metric.Target;
import io.headrace.registry.Judgement;
import io.headrace.registry.VersionRecord;
import java.util.List;
import java.util.TreeMap;

/** Records of versions that no job has trained. */
public final class Versions {
    /** A judgement without gates. */
    public static final Judgement PROMOTED = Judgement.of(List.of());

    /** A judgement of one gate that failed. */
    public static final Judgement REFUSED =
            Judgement.of(List.of(new GateOutcome("auc-at-least", 0.5, 0.6, Side.AT_LEAST, false, "AUC")));

    private Versions() {}

    /** A version of which only the artifact is known. */
    public static VersionRecord of(String digest) {
        return new VersionRecord(
                digest,
                new VersionRecord.Provenance(
                        "", "", Target.BINARY, "", "", "", "", List.of(), List.of(), "", "none", "", "", "", 0, 0, 0),
                new VersionRecord.Purpose("", ""),
                new TreeMap<>(),
                List.of(),
                VersionRecord.Terms.NONE);
    }
}

package io.headrace.registry;

import io.headrace.run.FailureKind;
import io.headrace.run.HeadraceException;
import io.headrace.table.Lake;
import io.headrace.testing.LakeExtension;
import java.time.Clock;

/** A process that promotes versions in turn and tries again when another was first. */
final class PromotingProcess {
    private PromotingProcess() {}

    /** Arguments: root of the lake, model, versions to choose from, how many promotions, who promotes. */
    public static void main(String[] arguments) {
        Registry registry = new Registry(Lake.open(LakeExtension.session(), arguments[0]), Clock.systemUTC());
        int versions = Integer.parseInt(arguments[2]);
        int promotions = Integer.parseInt(arguments[3]);
        for (int done = 0; done < promotions; ) {
            done += promoted(registry, arguments[1], 1 + done % versions, arguments[4]) ? 1 : 0;
        }
    }

    private static boolean promoted(Registry registry, String model, int version, String actor) {
        try {
            registry.promote(model, version, actor, "in turn");
            return true;
        } catch (HeadraceException failure) {
            if (failure.kind() != FailureKind.TRANSIENT) {
                throw failure;
            }
            return false;
        }
    }
}

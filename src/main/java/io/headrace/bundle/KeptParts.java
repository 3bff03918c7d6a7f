package io.headrace.bundle;

import io.headrace.registry.ModelVersion;
import io.headrace.run.RunId;
import io.headrace.spec.Layer;
import io.headrace.table.Lake;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Card, job and view of versions that were imported, to be read by people and taken along when they are exported again: nothing runs by them. */
final class KeptParts {
    private final Lake lake;

    KeptParts(Lake lake) {
        this.lake = lake;
    }

    /** Keeps what the bundle has of a part. */
    void keep(String model, RunId run, Bundle bundle, String part) {
        bundle.textOf(part)
                .ifPresent(text -> lake.writeOnce(path(model, run, part), text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The part of a version that was imported. */
    Optional<String> of(String model, ModelVersion version, String part) {
        return lake.readText(path(model, RunId.parse(version.runId()), part));
    }

    private static String path(String model, RunId run, String part) {
        return Layer.MODELS.folder() + "/" + model + "/" + run.job() + "." + part;
    }
}

package io.headrace.registry;

import java.util.Objects;

/**
 * A version as another lake knows it.
 *
 * @param project name of the project there
 * @param lake name of the lake's folder
 * @param registry identity of the table of models there; no two lakes have the same
 * @param model name of the model there
 * @param version its number there, 1 or more
 * @param run that trained or imported it there
 */
public record Origin(String project, String lake, String registry, String model, int version, String run) {
    public Origin {
        Objects.requireNonNull(project, "project");
        Objects.requireNonNull(lake, "lake");
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(run, "run");
        if (version < 1) {
            throw new IllegalArgumentException("version must be 1 or more, found " + version);
        }
    }

    /** Such as {@code version 3 of lapse in the lake "lake" of the project shop}. */
    public String words() {
        return "version " + version + " of " + model + " in the lake \"" + lake + "\" of the project " + project;
    }
}

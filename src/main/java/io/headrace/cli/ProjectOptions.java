package io.headrace.cli;

import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.spec.hocon.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which project, where and with which settings. */
final class ProjectOptions {
    @Option(
            names = "--project",
            paramLabel = "DIR",
            description = "The project folder; default: the folder where the command is called.")
    private Path folder = Path.of("");

    @Option(
            names = "--env",
            paramLabel = "NAME",
            defaultValue = "local",
            description = "Which file of conf/ says where things are; default: ${DEFAULT-VALUE}.")
    private String environment;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key: landing, lake, master, or jobs.NAME.KEY. May be repeated.")
    private List<String> settings = new ArrayList<>();

    /** The project's folder. */
    Path folder() {
        return folder.toAbsolutePath().normalize();
    }

    /** What reading the project gave. */
    Reading reading() {
        return ProjectReader.read(folder(), environment, settings, System.getenv());
    }

    /** Where things are, also where the rest of the project has problems; empty when that cannot be told. */
    Optional<Places> places() {
        return ProjectReader.places(folder(), environment, settings, System.getenv());
    }

    /** The project; all its problems as one failure when it has any. */
    Project project() {
        return reading().projectOrThrow();
    }
}

package io.headrace.cli;

import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.spec.hocon.ProjectReader.Others;
import io.headrace.spec.hocon.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which project, where and with which settings. */
final class ProjectOptions {
    @Option(names = "--project", paramLabel = "DIR", description = "The project folder; default: the current folder.")
    private Path folder = Path.of("");

    @Option(
            names = "--env",
            paramLabel = "NAME",
            defaultValue = "local",
            description = "The environment: the name of a file in conf/; default: ${DEFAULT-VALUE}.")
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

    /** The places, also if the rest of the project has problems; empty if they cannot be read. */
    Optional<Places> places() {
        return ProjectReader.places(folder(), environment, settings, System.getenv());
    }

    /** The project with another file in place of that of a job; all problems as one failure when it has any. */
    Project projectWith(String job, Path file) {
        return projectWith(new Others(Map.of(job, file), List.of()));
    }

    /** The project with others in place of some of its files; all problems as one failure when it has any. */
    Project projectWith(Others others) {
        return ProjectReader.read(folder(), environment, settings, System.getenv(), others)
                .projectOrThrow();
    }

    /** The project; all its problems as one failure when it has any. */
    Project project() {
        return reading().projectOrThrow();
    }
}

package io.headrace.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A project under examples/ with published data, in a lake of its own.
 *
 * @param name its folder, which is also that of its data
 * @param data the folder that holds those of the data
 * @param lake where its tables are
 * @param settings what it runs with beside its files, each as {@code jobs.NAME.KEY=VALUE}
 */
record ExampleProject(String name, Path data, Path lake, List<String> settings) {
    ExampleProject {
        settings = List.copyOf(settings);
    }

    /** What a command prints that must go well. */
    String says(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of(
                "--project",
                Path.of("examples", name).toString(),
                "--set",
                "lake=" + lake,
                "--set",
                "landing=" + data.resolve(name)));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        if (run.exit() != 0) {
            throw new IllegalStateException(arguments + "\n" + run.out() + run.err());
        }
        return run.out();
    }
}

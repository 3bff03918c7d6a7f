package io.headrace.cli;

import io.headrace.spec.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes the manifest that schedulers read. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        description = "Writes manifest.json: all jobs and views, sorted, without times and paths.")
final class CompileCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Override
    public Integer call() {
        Path file = options.folder().resolve("manifest.json");
        try {
            Files.writeString(file, Manifest.of(options.project()).toJson());
        } catch (IOException e) {
            throw CliErrors.cannotWrite(file.toString(), e);
        }
        new Screen().line("wrote " + file);
        return 0;
    }
}

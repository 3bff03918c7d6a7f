package io.headrace.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Creates a small project that runs as it is, to be edited. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Creates a project: an ingest job, a feature view, a model with its scores, and a sample file.",
            "It runs as it is; replace the sample by your own file and edit the specs."
        })
final class InitCommand implements Callable<Integer> {
    private static final String TEMPLATE = "template/";
    private static final List<String> FILES = List.of(
            "README.md",
            "conf/local.conf",
            "features/profile.conf",
            "features/profile.sql",
            "jobs/features-profile.conf",
            "jobs/ingest-customers.conf",
            "jobs/score-outcome.conf",
            "jobs/train-outcome.conf");

    @Parameters(paramLabel = "DIR", description = "The project folder, new or empty.")
    private Path folder;

    @Override
    public Integer call() {
        refuseOtherThings();
        try {
            for (String file : FILES) {
                write(file, template(file));
            }
            // A file that is itself named .gitignore would hide parts of this repository's templates.
            write(".gitignore", template("gitignore"));
            write("landing/customers.csv", SampleCustomers.csv().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw CliErrors.cannotWrite(folder.toString(), e);
        }
        tellNext();
        return 0;
    }

    private void refuseOtherThings() {
        try (Stream<Path> there = Files.list(folder)) {
            if (there.findAny().isPresent()) {
                throw CliErrors.folderInUse(folder.toString());
            }
        } catch (NoSuchFileException asWished) {
            return;
        } catch (NotDirectoryException file) {
            throw CliErrors.folderInUse(folder.toString());
        } catch (IOException e) {
            throw CliErrors.cannotWrite(folder.toString(), e);
        }
    }

    private void write(String file, byte[] bytes) throws IOException {
        Path target = folder.resolve(file);
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.write(target, bytes);
    }

    private static byte[] template(String file) throws IOException {
        try (InputStream in = InitCommand.class.getResourceAsStream(TEMPLATE + file)) {
            if (in == null) {
                throw new FileNotFoundException(TEMPLATE + file);
            }
            return in.readAllBytes();
        }
    }

    private void tellNext() {
        Screen screen = new Screen();
        screen.line("made a project in " + folder + "; next:");
        screen.line("  cd " + ShellWord.of(folder.toString()));
        screen.line("  headrace run --date 2026-01-31");
        screen.line("  headrace models list");
    }
}

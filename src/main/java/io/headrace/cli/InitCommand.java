package io.headrace.cli;

import io.headrace.ingest.sniff.FoundColumn;
import io.headrace.ingest.sniff.SniffedSource;
import io.headrace.ingest.sniff.SourceSniffer;
import io.headrace.run.HeadraceException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates a small project that runs as it is, to be edited. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = {
            "Creates a project: an ingest job, a feature view, a model with its scores, and a sample file.",
            "It runs as it is; replace the sample by your own file and edit the specs.",
            "With --from and --label all files are proposed from a file of yours, with the evidence; what they cannot tell is asked."
        })
final class InitCommand implements Callable<Integer> {
    private static final String TEMPLATE = "template/";
    private static final String DATE = "2026-01-31";
    private static final int ROWS = 10_000;
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

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "A file of yours: CSV or JSON lines, .gz and .zst too.")
    private Optional<Path> from = Optional.empty();

    @Option(names = "--label", paramLabel = "COLUMN", description = "With --from: the column that is to be predicted.")
    private Optional<String> label = Optional.empty();

    @Option(
            names = "--positive",
            paramLabel = "VALUE",
            description = "With --label: which of its answers is predicted.")
    private Optional<String> positive = Optional.empty();

    @Option(names = "--label-is", paramLabel = "KIND", description = "With --label: how it is read, class or number.")
    private Optional<String> labelIs = Optional.empty();

    @Option(names = "--key", paramLabel = "COLUMN", description = "With --from: the column that tells rows apart.")
    private Optional<String> key = Optional.empty();

    @Override
    public Integer call() {
        refuseOtherThings();
        if (from.isPresent()) {
            return propose(from.get());
        }
        if (Stream.of(label, positive, labelIs, key).anyMatch(Optional::isPresent)) {
            throw CliErrors.question(
                    "--label, --positive, --label-is and --key tell of a file", "Name it: --from FILE.");
        }
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
        tellNext("made a project in " + folder + "; next:", DATE);
        return 0;
    }

    private int propose(Path file) {
        SniffedSource source = new SourceSniffer(file, ROWS).sniffed();
        FoundColumn answer = column(source, "--label", label.orElseThrow(() -> whichLabel(source)));
        LabelChoice choice = LabelChoice.of(answer, positive, labelIs.map(LabelChoice.As::of));
        Optional<String> found = key.map(name -> uniqueKey(source, name))
                .or(() -> source.key().filter(name -> !name.equals(answer.name())));
        FirstProject project = new FirstProject(source, source.name(), SniffCommand.user(), choice, found);
        try {
            write("conf/local.conf", template("conf/local.conf"));
            write(".gitignore", template("gitignore"));
            for (Map.Entry<String, String> spec : project.files().entrySet()) {
                write(spec.getKey(), spec.getValue().getBytes(StandardCharsets.UTF_8));
            }
            Path landed = folder.resolve(source.landing());
            Files.createDirectories(landed.toAbsolutePath().getParent());
            Files.copy(file, landed);
        } catch (IOException e) {
            throw CliErrors.cannotWrite(folder.toString(), e);
        }
        Screen screen = new Screen();
        screen.line("made a project in " + folder + " from " + file + ":");
        project.told().forEach(line -> screen.line("  " + line));
        tellNext("next:", source.date().orElse(DATE));
        return 0;
    }

    private static HeadraceException whichLabel(SniffedSource source) {
        return CliErrors.question(
                "which column is to be predicted?",
                "Name it by --label: "
                        + source.found().stream()
                                .filter(column -> !source.key().equals(Optional.of(column.name())))
                                .map(column ->
                                        column.name() + " (" + column.counts().size() + " values)")
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    /** By the name in the file, or the one that the spec gives it. */
    private static FoundColumn column(SniffedSource source, String option, String name) {
        return source.found().stream()
                .filter(column -> column.from().equals(name) || column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> CliErrors.unknownColumn(
                        option,
                        name,
                        source.found().stream().map(FoundColumn::from).toList()));
    }

    private static String uniqueKey(SniffedSource source, String name) {
        FoundColumn column = column(source, "--key", name);
        if (!column.isUnique() && !column.counts().isEmpty()) {
            throw CliErrors.noKey(name, source.rows(), column.counts().size());
        }
        return column.name();
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

    private void tellNext(String first, String date) {
        Screen screen = new Screen();
        screen.line(first);
        screen.line("  cd " + ShellWord.of(folder.toString()));
        screen.line("  headrace run --date " + date);
        screen.line("  headrace models list");
    }
}

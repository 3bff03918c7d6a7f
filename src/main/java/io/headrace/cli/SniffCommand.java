package io.headrace.cli;

import io.headrace.ingest.sniff.SniffedSource;
import io.headrace.ingest.sniff.SourceSniffer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proposes a source spec from a file. */
@Command(
        name = "sniff",
        mixinStandardHelpOptions = true,
        description = {
            "Proposes the spec of a source from one of its files, with what speaks for each part.",
            "Prints it; save it as jobs/ingest-SOURCE.conf, look it over, and run: headrace check"
        })
final class SniffCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "CSV, JSON lines or Parquet; .gz and .zst are unpacked.")
    private Path file;

    @Option(names = "--source", paramLabel = "NAME", description = "The source's name; by default from the file's.")
    private String source;

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who answers for the job; by default the user.")
    private String owner;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10000",
            description = "At most so many rows are looked at; default: ${DEFAULT-VALUE}.")
    private int rows;

    @Override
    public Integer call() {
        SniffedSource found = new SourceSniffer(file, rows).sniffed();
        new Screen().text(found.conf(source == null ? found.name() : source, owner));
        return 0;
    }
}

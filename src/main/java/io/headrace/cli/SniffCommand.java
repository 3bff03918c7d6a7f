package io.headrace.cli;

import io.headrace.engine.Engine;
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
            "Suggests the spec of a source from one of its files, with the evidence for each part.",
            "Prints it; save it as jobs/ingest-SOURCE.conf, review it, and run: headrace check"
        })
final class SniffCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = "The file: CSV, JSON lines or Parquet; .gz and .zst are decompressed.")
    private Path file;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "The name of the source; by default from the name of the file or its folder.")
    private String source;

    @Option(
            names = "--owner",
            paramLabel = "NAME",
            description = "The owner of the job; by default the user, or me where that is root.")
    private String owner;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10000",
            description = "The greatest number of rows to read; default: ${DEFAULT-VALUE}.")
    private int rows;

    @Override
    public Integer call() {
        SniffedSource found = new SourceSniffer(file, rows).sniffed();
        new Screen().text(found.conf(source == null ? found.name() : source, owner == null ? user() : owner));
        return 0;
    }

    /** Nobody answers for a job as root. */
    static String user() {
        String user = Engine.actor();
        return user.equals("root") ? "me" : user;
    }
}

package io.headrace.cli;

import io.headrace.engine.Engine;
import io.headrace.report.DisplayFormat;
import io.headrace.report.MonitorSite;
import io.headrace.report.models.EvidenceReader;
import io.headrace.report.monitor.MonitorReader;
import io.headrace.spec.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes pages of what monitor, experiment, value and fairness jobs found. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Writes pages of all monitor jobs, and of what experiments, value and fairness jobs found: an index, one page for"
                        + " each, and one for each of its last runs; and the inventory of models with the evidence of each version. They need no"
                        + " server.")
final class ReportCommand implements Callable<Integer> {
    @Mixin
    private ProjectOptions options;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder; it may be there.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        Project project = options.project();
        Engine engine = Engine.open(project);
        String name = options.folder().getFileName().toString();
        MonitorSite site = new MonitorReader(
                        engine.lake(), engine.ledger(), engine.registry(), engine.publications(), engine.zone())
                .site(name, project.jobs().values())
                .with(new EvidenceReader(
                                project, engine.lake(), engine.ledger(), engine.registry(), engine.publications())
                        .inventory(name));
        String others = site.findings().isEmpty()
                ? ""
                : " and of what " + DisplayFormat.counted(site.findings().size(), "other job") + " found";
        new Screen()
                .line("pages of " + DisplayFormat.counted(site.models().size(), "monitor job") + others
                        + ", with the inventory of models: " + site.write(folder));
        return 0;
    }
}

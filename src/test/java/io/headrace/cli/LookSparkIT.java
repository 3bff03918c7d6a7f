package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.ChildJvm;
import io.headrace.testing.PlayedDemo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookSparkIT {
    @TempDir
    private Path folder;

    @Test
    void commandsThatOnlyLookStartNoSparkSession() throws IOException, InterruptedException {
        Path demo = PlayedDemo.folder();
        Path log = folder.resolve("look.log");
        String[] commands = Stream.of(
                        "runs list",
                        "runs show score-lapse/2025-12-31/1",
                        "models list",
                        "models show lapse",
                        "models show lapse --json",
                        "models compare lapse 1 2",
                        "models card lapse 1 --out " + folder.resolve("card.html"),
                        "scores list scores.lapse",
                        "checks list",
                        "profiles show invoices --last 3",
                        "monitor status",
                        "monitor backtest monitor-lapse --from 2025-01-01 --to 2025-12-31 --from-counts",
                        "monitor budget monitor-lapse",
                        "fairness",
                        "report --out " + folder.resolve("pages"),
                        "quarantine list",
                        "quarantine show invoices --rule unreadable --limit 3",
                        "run score-lapse --date 2025-12-31")
                .map(command -> command + " --set lake=" + demo.resolve("lake"))
                .toArray(String[]::new);
        Process process = ChildJvm.of(LookingProcess.class, log).start(commands);
        String printed = Files.readString(ended(process, log));
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed)
                .contains("expected 8 fields, found 9", "AUC", "done before by score-lapse/2025-12-31/2")
                // F10: the events of a model in lines and tables, and its details as JSON.
                .contains(
                        "  label           no rows of silver.invoices", "version 1 was promoted by its gates:\n  gate")
                .contains("\"gates\" : [ {", "\"features\" : [");
    }

    private static Path ended(Process process, Path log) throws InterruptedException {
        process.waitFor();
        return ChildJvm.output(log);
    }
}

package io.headrace.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.metric.Gate;
import io.headrace.spec.IngestSpec;
import io.headrace.spec.Learner;
import io.headrace.spec.RowCheck;
import io.headrace.spec.TrainSpec;
import io.headrace.spec.hocon.Problem;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.spec.hocon.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages "Add a ..." show is what the tests add, and job files may name it. */
class AddPagesTest {
    @TempDir
    private Path folder;

    private Path project;

    @BeforeEach
    void copyTheReferenceProject() throws IOException {
        project = folder.resolve("retail");
        for (String part : List.of("conf", "features", "jobs")) {
            Path copy = Files.createDirectories(project.resolve(part));
            try (Stream<Path> files = Files.list(Path.of(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
        }
    }

    @Test
    void showTheClassesThatTheTestsAdd() throws IOException {
        for (Map.Entry<String, String> shown : Map.of(
                        "add-a-check",
                        "LuhnRule",
                        "add-a-learner",
                        "HuberRegression",
                        "add-a-metric-or-gate",
                        "OwnMetrics")
                .entrySet()) {
            Page page = Page.of("docs/" + shown.getKey() + ".md");
            String source = Files.readString(Path.of("src/test/java/io/headrace/added", shown.getValue() + ".java"));
            assertThat(page.blocks("java"))
                    .singleElement()
                    .satisfies(block -> assertThat(source).endsWith("\n\n" + block));
        }
    }

    @Test
    void aJobDeclaresTheAddedCheck() throws IOException {
        Page page = Page.of("docs/add-a-check.md");
        IngestSpec job = (IngestSpec) read("ingest-cards", page.blocks("hocon").get(0))
                .projectOrThrow()
                .jobs()
                .get("ingest-cards");
        RowCheck check = (RowCheck) job.checks().get(0);
        assertThat(check.rule()).isEqualTo("luhn_check(cast(`card` as string))");
        assertThat(page.blocks("").get(0).strip()).isEqualTo(check.name() + ": " + check.message());
    }

    @Test
    void aJobNamesTheAddedLearnerAndSearchesItsSettings() throws IOException {
        Page page = Page.of("docs/add-a-learner.md");
        String text = page.blocks("hocon").get(0);
        TrainSpec job =
                (TrainSpec) read("train-spend", text).projectOrThrow().jobs().get("train-spend");
        assertThat(job.recipe().learner()).isEqualTo(Learner.of("huber-regression", Map.of("epsilon", 1.5)));
        assertThat(job.recipe().search()).isPresent();

        assertThat(read("train-spend", text.replace("epsilon = 1.5", "epsilon = 0.5"))
                        .problems())
                .map(Problem::toString)
                .containsExactly(page.blocks("").get(0).strip());
    }

    @Test
    void aJobAsksForTheAddedGate() throws IOException {
        String job = Files.readString(Path.of("jobs/train-lapse.conf"))
                + Page.of("docs/add-a-metric-or-gate.md").blocks("hocon").get(0);
        TrainSpec train =
                (TrainSpec) read("train-lapse", job).projectOrThrow().jobs().get("train-lapse");
        assertThat(train.gates().bounds()).containsEntry(Gate.of("worst-slice-balance-at-least"), 0.6);
    }

    private Reading read(String job, String text) throws IOException {
        Files.writeString(project.resolve("jobs/" + job + ".conf"), text);
        return ProjectReader.read(project, "local", List.of(), Map.of());
    }
}

package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Arms;
import io.headrace.spec.ScoreSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The definition of a job, kept as JSON, is the same job when it is read again. */
class KeptDefinitionTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path other;

    private static ScoreSpec read(Path folder, String text) {
        return (ScoreSpec) new SmallProject(folder)
                .with("jobs/score-lapse.conf", text)
                .project()
                .jobs()
                .get("score-lapse");
    }

    @Test
    void isReadInTheOrderOfTheFile() {
        ScoreSpec job = read(folder, """
                kind = score, owner = crm, population.view = activity
                reasons.themes {
                  zeal { features = [orders], text = "how \\"often\\" they order: {value}" }
                }
                arms {
                  salt = s
                  versions {
                    zebra { share = 0.1, version = 2 }
                    antelope { share = 0.2, version = 3 }
                  }
                }
                """);
        assertThat(job.reasons().themes()).extracting(ScoreSpec.Theme::name).containsExactly("zeal");
        assertThat(job.arms().rivals()).extracting(Arms.Rival::arm).containsExactly("zebra", "antelope");
        ScoreSpec again = read(other, job.header().definition());
        assertThat(again).isEqualTo(job);
    }
}

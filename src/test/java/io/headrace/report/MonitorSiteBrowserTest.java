package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.testing.PageInspection;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of monitoring in headless Chromium, where there is one: narrow and wide, light and dark. */
class MonitorSiteBrowserTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void pagesFitAndCanBeReadByAllAndAskForNothing(String scheme) throws Exception {
        assumeTrue(PageInspection.isPossible(), "Chromium is not installed");
        MonitorSite site = new MonitorSite(
                "retail", List.of(MonitoredSamples.full(), MonitoredSamples.bare("a-model-with-quite-a-long-name")));
        assertThat(PageInspection.wrong(folder, site.pages(), scheme)).isEmpty();
    }
}

package io.headrace.demo.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.testing.PageInspection;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's page in headless Chromium, where there is one. It is light in both schemes. */
class DemoPageBrowserTest {
    @TempDir
    private Path folder;

    @Test
    void pagesFitAndCanBeReadByAllAndAskForNothing() throws Exception {
        assumeTrue(PageInspection.isPossible(), "Chromium is not installed");
        assertThat(PageInspection.wrong(
                        folder,
                        new TreeMap<>(Map.of(
                                "full.html", DemoPage.render(SampleReport.full()),
                                "bare.html", DemoPage.render(SampleReport.bare()))),
                        "light"))
                .isEmpty();
    }
}

package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.testing.PageInspection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of monitoring in headless Chromium, where there is one: narrow and wide, light and dark. */
class MonitorSiteBrowserTest {
    /** Pages of runs that stand for all. */
    private static final List<String> SHOWN = List.of(
            "by-monitor-lapse/2025-12-10.html",
            "by-monitor-lapse/2025-12-31.html",
            "by-fairness-lapse/2026-02-01.html");

    @TempDir
    private Path folder;

    @Test
    void pagesFitAndCanBeReadByAllAndAskForNothing() throws Exception {
        requireReadable("light");
    }

    @Test
    @Tag("full")
    void soDoTheyInTheDark() throws Exception {
        requireReadable("dark");
    }

    private void requireReadable(String scheme) throws Exception {
        assumeTrue(PageInspection.isPossible(), "Chromium is not installed");
        MonitorSite site = new MonitorSite(
                "retail",
                List.of(MonitoredSamples.full(), MonitoredSamples.bare("a-model-with-quite-a-long-name")),
                FindingsSamples.all(),
                InventoryTest.sample());
        SortedMap<String, String> pages = site.pages();
        pages.keySet().removeIf(page -> page.contains("/") && !SHOWN.contains(page));
        assertThat(pages).containsKeys(SHOWN.toArray(String[]::new));
        assertThat(PageInspection.wrong(folder, pages, scheme)).isEmpty();
    }

    @Test
    void whatIsWrongWouldBeFound() throws Exception {
        assumeTrue(PageInspection.isPossible(), "Chromium is not installed");
        String page = """
                <!DOCTYPE html><html lang="en"><head><title>t</title>
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"></head>
                <body><main><h1>One</h1><p style="width: 500px">wide</p><a href="#none">away</a><div role="checkbox">x</div></main></body>
                </html>""";
        assertThat(PageInspection.wrong(folder, new TreeMap<>(Map.of("folder/page.html", page)), "light"))
                .contains("folder/page.html at 390: is 508 wide", "leads nowhere: #none")
                .contains("axe/folder/page.html at 1280: aria-required-attr");
    }
}

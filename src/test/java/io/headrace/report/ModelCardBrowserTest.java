package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headrace.testing.PageInspection;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model's card in headless Chromium, where there is one. It is light in both schemes. */
class ModelCardBrowserTest {
    @TempDir
    private Path folder;

    @Test
    void cardsFitAndCanBeReadByAllAndAskForNothing() throws Exception {
        assumeTrue(PageInspection.isPossible(), "Chromium is not installed");
        assertThat(PageInspection.wrong(
                        folder,
                        new TreeMap<>(Map.of(
                                "card.html", ModelCardTest.full().page(),
                                "bare.html", ModelCardTest.bare().page())),
                        "light"))
                .isEmpty();
    }
}

package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in headless Chromium, where there is one: narrow and wide, light and dark. */
class MonitorSiteBrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    /** Loads each page in a frame of each width, opens all details, and writes what is wrong into the title. */
    private static final String CHECKS = """
            <!DOCTYPE html><title>not done</title><body><script>
            const wrong = [];
            const channels = (text) => text.match(/[\\d.]+/g).map(Number);
            const light = (text) => {
              const [r, g, b] = channels(text).map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const behind = (view, element) => {
              for (let at = element; at; at = at.parentElement) {
                const colour = view.getComputedStyle(at).backgroundColor;
                if (colour.startsWith("rgb(")) return colour;
              }
              return "rgb(255, 255, 255)";
            };
            const check = (view, name, width) => {
              const page = view.document;
              const say = (text) => wrong.push(name + " at " + width + ": " + text);
              page.querySelectorAll("details").forEach((details) => details.open = true);
              if (page.documentElement.scrollWidth > width) say("is " + page.documentElement.scrollWidth + " wide");
              if (view.performance.getEntriesByType("resource").length) say("asks for something");
              const ids = [...page.querySelectorAll("[id]")].map((element) => element.id);
              if (new Set(ids).size !== ids.length) say("has an id twice");
              page.querySelectorAll("svg:not([aria-label])").forEach(() => say("has a drawing without label"));
              page.querySelectorAll("a[href^='#']").forEach((a) => page.querySelector(a.hash) || say("leads nowhere: " + a.hash));
              let level = 1;
              page.querySelectorAll("h1, h2, h3").forEach((heading) => {
                if (heading.tagName[1] > level + 1) say("skips a level before " + heading.textContent);
                level = Number(heading.tagName[1]);
              });
              page.querySelectorAll("body *").forEach((element) => {
                const owns = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
                if (!owns || element.closest("svg")) return;
                const lights = [light(view.getComputedStyle(element).color), light(behind(view, element))].sort();
                const contrast = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
                if (contrast < 4.5) say("is hard to read, " + contrast.toFixed(2) + ": " + element.textContent.trim().slice(0, 40));
              });
            };
            onload = () => {
              document.querySelectorAll("iframe").forEach((frame) => check(frame.contentWindow, frame.name, frame.width));
              document.title = "done: " + [...new Set(wrong)].slice(0, 10).join(" | ");
            };
            </script>
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void pagesFitAndCanBeReadAndAskForNothing(String scheme) throws Exception {
        assumeTrue(Files.isExecutable(CHROMIUM), "Chromium is not installed");
        StringBuilder frames = new StringBuilder(CHECKS);
        MonitorSite site = new MonitorSite(
                "retail", List.of(MonitoredSamples.full(), MonitoredSamples.bare("a-model-with-quite-a-long-name")));
        for (Map.Entry<String, String> page : site.pages().entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
            for (int width : new int[] {390, 1280}) {
                frames.append("<iframe name='%s' src='%s' width='%d' height='900' style='border:0'></iframe>"
                        .formatted(page.getKey(), page.getKey(), width));
            }
        }
        Files.writeString(folder.resolve("checks.html"), frames);
        Path errors = folder.resolve("errors");
        String shown = chromium(scheme, errors);
        assertThat(shown).contains("<title>done: </title>");
        assertThat(Files.readString(errors)).doesNotContain("CONSOLE");
    }

    private String chromium(String scheme, Path errors) throws IOException, InterruptedException {
        Path shown = folder.resolve("shown");
        Process browser = new ProcessBuilder(
                        CHROMIUM.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--enable-logging=stderr",
                        "--allow-file-access-from-files",
                        "--user-data-dir=" + folder.resolve("browser"),
                        "--blink-settings=preferredColorScheme=" + (scheme.equals("dark") ? 0 : 1),
                        "--virtual-time-budget=10000",
                        "--dump-dom",
                        folder.resolve("checks.html").toUri().toString())
                .redirectOutput(shown.toFile())
                .redirectError(errors.toFile())
                .start();
        assertThat(browser.waitFor(90, TimeUnit.SECONDS)).isTrue();
        return Files.readString(shown);
    }
}

package io.headrace.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at pages in headless Chromium, at 390 and 1,280 pixels: whether they fit, ask for something, lead nowhere, can be read, and
 * what axe-core finds.
 *
 * <p>Each page is loaded twice in a frame of each width: as it is, and without its policy and with axe-core in it, which the policy
 * would not let run.
 */
public final class PageInspection {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String AXE = "axe.min.js";
    private static final String AXE_MARK = "axe/";
    private static final int[] WIDTHS = {390, 1280};
    private static final String POLICY = "<meta http-equiv=\"Content-Security-Policy\"[^>]*>";

    /** Writes what is wrong into the title, once every frame has been looked at and every axe has told what it found. */
    private static final String CHECKS = """
            <!DOCTYPE html><title>not done</title><body><script>
            const wrong = [];
            let waiting = 0;
            const done = () => document.title = "done: " + [...new Set(wrong)].slice(0, 12).join(" | ");
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
              if (page.documentElement.scrollWidth > width) {
                const out = [...page.querySelectorAll("body *")]
                  .filter((element) => !element.parentElement.closest(".scroll") && element.getBoundingClientRect().right > width);
                say("is " + page.documentElement.scrollWidth + " wide: " + out.slice(0, 3).map((element) => element.outerHTML.slice(0, 60)));
              }
              if (view.performance.getEntriesByType("resource").length) say("asks for something");
              const ids = [...page.querySelectorAll("[id]")].map((element) => element.id);
              if (new Set(ids).size !== ids.length) say("has an id twice");
              page.querySelectorAll("svg:not([aria-label]):not([aria-labelledby]):not([aria-hidden])")
                .forEach(() => say("has a drawing without label"));
              page.querySelectorAll("a[href^='#']").forEach((a) => page.getElementById(decodeURIComponent(a.hash.slice(1))) || say("leads nowhere: " + a.hash));
              let level = 1;
              page.querySelectorAll("h1, h2, h3, h4").forEach((heading) => {
                if (heading.tagName[1] > level + 1) say("skips a level before " + heading.textContent);
                level = Number(heading.tagName[1]);
              });
              page.querySelectorAll("body *").forEach((element) => {
                const owns = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
                if (!owns || element.closest("svg, script, style")) return;
                const lights = [light(view.getComputedStyle(element).color), light(behind(view, element))];
                const contrast = (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
                if (contrast < 4.5) say("is hard to read, " + contrast.toFixed(2) + ": " + element.textContent.trim().slice(0, 40));
              });
            };
            addEventListener("message", (event) => {
              wrong.push(...event.data);
              if (--waiting === 0) done();
            });
            onload = () => {
              const frames = [...document.querySelectorAll("iframe")];
              frames.filter((frame) => !frame.name.startsWith("axe/"))
                .forEach((frame) => check(frame.contentWindow, frame.name, Number(frame.width)));
              const axes = frames.filter((frame) => frame.name.startsWith("axe/"));
              waiting = axes.length;
              axes.forEach((frame) => frame.contentWindow.postMessage("begin", "*"));
            };
            </script>
            """;

    /** Opens all details, lets axe-core look at all, and tells the page around it. */
    private static final String AXE_RUN = """
            <script src="axe.min.js"></script>
            <script>
            addEventListener("message", async () => {
              document.querySelectorAll("details").forEach((details) => details.open = true);
              const tell = (found) => parent.postMessage(found, "*");
              try {
                const found = await axe.run(document, { resultTypes: ["violations"] });
                tell(found.violations.map((violation) => name + " at " + innerWidth + ": " + violation.id + ": "
                    + violation.help + ": " + violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" AND ")));
              } catch (failure) {
                tell([name + ": axe-core fails: " + failure]);
              }
            }, { once: true });
            </script>
            </body>""";

    private PageInspection() {}

    /** Whether there is a browser. */
    public static boolean isPossible() {
        return Files.isExecutable(CHROMIUM);
    }

    /**
     * What is wrong with pages, in words; empty where nothing is.
     *
     * @param folder into which they are written; may hold other things
     * @param pages file name to text
     * @param scheme light or dark
     */
    public static String wrong(Path folder, SortedMap<String, String> pages, String scheme)
            throws IOException, InterruptedException {
        SortedMap<String, String> all = new TreeMap<>(pages);
        pages.forEach((name, text) -> all.put(AXE_MARK + name, withAxe(name, text)));
        StringBuilder frames = new StringBuilder(CHECKS);
        for (Map.Entry<String, String> page : all.entrySet()) {
            Path file = folder.resolve(page.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, page.getValue());
            for (int width : WIDTHS) {
                frames.append("<iframe name='%s' src='%s' width='%d' height='900' style='border:0'></iframe>"
                        .formatted(page.getKey(), page.getKey(), width));
            }
        }
        Files.writeString(folder.resolve("axe.min.js"), axe());
        Files.writeString(folder.resolve("checks.html"), frames);
        Path errors = folder.resolve("errors");
        String shown = chromium(folder, scheme, errors);
        String title = shown.replaceFirst("(?s).*?<title>(.*?)</title>.*", "$1");
        String console = String.join(
                "\n",
                Files.readAllLines(errors).stream()
                        .filter(line -> line.contains("CONSOLE"))
                        .toList());
        return title.equals("done: ") ? console : title + console;
    }

    private static String withAxe(String name, String page) {
        String open = page.replaceFirst(POLICY, "");
        int end = open.lastIndexOf("</body>");
        String script = "../".repeat((AXE_MARK + name).split("/", -1).length - 1) + "axe.min.js";
        return open.substring(0, end)
                + AXE_RUN.replace("axe.min.js", script)
                + open.substring(end + "</body>".length());
    }

    private static String axe() throws IOException {
        try (InputStream in = PageInspection.class.getClassLoader().getResourceAsStream(AXE)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + AXE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String chromium(Path folder, String scheme, Path errors) throws IOException, InterruptedException {
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
                        "--virtual-time-budget=60000",
                        "--dump-dom",
                        folder.resolve("checks.html").toUri().toString())
                .redirectOutput(shown.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!browser.waitFor(180, TimeUnit.SECONDS)) {
            browser.destroyForcibly();
            throw new IllegalStateException("Chromium does not end");
        }
        return Files.readString(shown);
    }
}

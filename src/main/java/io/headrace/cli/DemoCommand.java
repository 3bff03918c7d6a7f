package io.headrace.cli;

import io.headrace.demo.Demo;
import io.headrace.demo.page.DemoPage;
import io.headrace.demo.page.DemoReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays a year of the reference shop from raw files to published scores, and undoes a publication. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Generates a year of a shop's files, ingests them, trains, scores, publishes, rolls back,",
            "and writes an HTML page about it. Needs no download; takes a few minutes."
        })
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The folder of files, lake and page; default: target/demo beside the headrace script.")
    private Path folder = home().resolve("target/demo");

    private final Screen screen = new Screen();

    private static Path home() {
        return Path.of(System.getProperty("headrace.home", "")).toAbsolutePath();
    }

    @Override
    public Integer call() {
        long start = System.nanoTime();
        Path place = folder.toAbsolutePath().normalize();
        clear(place);
        Demo demo = new Demo(home(), place, screen);
        DemoReport report = demo.play(launcher());
        write(place.resolve("report.html"), DemoPage.render(report));
        summary(place, report, monitoring(demo, place), start);
        return 0;
    }

    private static Path monitoring(Demo demo, Path place) {
        try {
            return demo.writeMonitoring();
        } catch (IOException e) {
            throw CliErrors.cannotWrite(place.resolve(Demo.MONITORING).toString(), e);
        }
    }

    private void summary(Path place, DemoReport report, Path monitoring, long start) {
        screen.line("");
        screen.line(report.heading().verdict());
        report.quality()
                .ifPresent(quality -> screen.line(String.format(
                        Locale.ROOT,
                        "AUC %.3f (%.3f to %.3f), recency rule %.3f%s",
                        quality.model().value(),
                        quality.model().low(),
                        quality.model().high(),
                        quality.recencyRule().value(),
                        quality.bestPossible()
                                .map(best -> String.format(Locale.ROOT, ", best possible %.3f", best.value()))
                                .orElse(""))));
        screen.line("Everything in " + (System.nanoTime() - start) / 1_000_000_000L + " s. The page: "
                + place.resolve("report.html"));
        screen.line("The pages of monitoring: " + monitoring);
        screen.line("Try next:");
        report.commands().forEach(command -> screen.line("  " + command.line()));
    }

    private static String launcher() {
        Path script = home().resolve("headrace");
        return Files.exists(script) ? "./headrace" : "headrace";
    }

    private static void clear(Path place) {
        try {
            if (!Files.exists(place)) {
                return;
            }
            if (!Files.isDirectory(place.resolve("lake")) && !isEmpty(place)) {
                throw CliErrors.folderInUse(place.toString());
            }
            for (String part : List.of("landing", "truth", "lake", "exports", Demo.MONITORING, "report.html")) {
                delete(place.resolve(part));
            }
        } catch (IOException e) {
            throw CliErrors.cannotWrite(place.toString(), e);
        }
    }

    private static boolean isEmpty(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.findAny().isEmpty();
        }
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw CliErrors.cannotWrite(file.toString(), e);
        }
    }
}

package io.headrace.cli;

import io.headrace.groups.FairnessStatus;
import io.headrace.testing.Bench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plays the projects under examples/ that say what decisions are worth and what they do to groups, and writes the tables of
 * docs/value-and-fairness-stories.md.
 *
 * <p>Arguments: the folder with the data sets, the Python that has Fairlearn and AIF360, the program that asks them, the stories to tell if
 * not all.
 */
public final class ExampleStories {
    private static final Path PAGE = Path.of("docs/value-and-fairness-stories.md");
    private static final String END = "<!-- end -->";
    private static final List<String> CREDIT = List.of("--date", "2026-01-31");
    private static final List<String> CREDIT_KNOWN = List.of("--date", "2026-02-01");

    private static final List<Story> STORIES = List.of(
            new Story(
                    "german_credit",
                    "german_credit",
                    List.of(),
                    List.of(
                            command(
                                    CREDIT,
                                    "ingest-applications",
                                    "features-application",
                                    "train-refusal",
                                    "score-refusal",
                                    "score-everybody"),
                            command(
                                    CREDIT_KNOWN,
                                    "monitor-refusal",
                                    "value-refusal",
                                    "fairness-refusal",
                                    "fairness-outcomes")),
                    "refusal",
                    List.of("fairness-outcomes", "fairness-refusal")),
            new Story(
                    "german_credit_reweighed",
                    "german_credit",
                    List.of("jobs.train-refusal.fairness.reweighing=[age_group]"),
                    List.of(
                            command(
                                    CREDIT,
                                    "ingest-applications",
                                    "features-application",
                                    "train-refusal",
                                    "score-refusal"),
                            command(CREDIT_KNOWN, "monitor-refusal", "value-refusal", "fairness-refusal")),
                    "refusal",
                    List.of("fairness-refusal")),
            new Story(
                    "diabetes130",
                    "diabetes130",
                    List.of(),
                    List.of(
                            command(CREDIT, "ingest-stays", "features-stay", "train-return", "score-return"),
                            command(CREDIT_KNOWN, "monitor-return", "value-return", "fairness-return")),
                    "return",
                    List.of("fairness-return")),
            new Story("bank_marketing", "bank_marketing", List.of(), months(), "list", List.of("fairness-list")));

    private final Path data;
    private final Path lakes;

    ExampleStories(Path data, Path lakes) {
        this.data = data;
        this.lakes = lakes;
    }

    /**
     * A project played from raw files to verdicts.
     *
     * @param name of its place on the page
     * @param project the folder below examples/
     * @param settings what it runs with beside its files
     * @param commands in their order
     * @param model what is valued
     * @param fairness the jobs that compare groups
     */
    private record Story(
            String name,
            String project,
            List<String> settings,
            List<List<String>> commands,
            String model,
            List<String> fairness) {}

    private static List<String> command(List<String> date, String... jobs) {
        return Stream.of(Stream.of("run"), Stream.of(jobs), date.stream())
                .flatMap(words -> words)
                .toList();
    }

    /** A list for each month of half a year by a model learnt anew, and the outcomes of the month that ends. */
    private static List<List<String>> months() {
        List<List<String>> commands =
                new ArrayList<>(List.of(command(List.of("--date", "2009-12-31"), "ingest-calls")));
        for (YearMonth month = YearMonth.of(2009, 12);
                month.isBefore(YearMonth.of(2010, 6));
                month = month.plusMonths(1)) {
            LocalDate last = month.atEndOfMonth();
            commands.add(command(
                    List.of("--date", last.toString()), "features-call", "train-list", "score-list", "monitor-list"));
        }
        commands.add(command(List.of("--date", "2010-06-30"), "monitor-list", "value-list", "fairness-list"));
        return commands;
    }

    /** Tells all stories, or those named. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> only = List.of(arguments).subList(3, arguments.length);
        Path lakes = Files.createTempDirectory("headrace-stories");
        try {
            ExampleStories stories =
                    new ExampleStories(Path.of(arguments[0]).toAbsolutePath().normalize(), lakes);
            for (Story story : STORIES) {
                if (only.isEmpty() || only.contains(story.name())) {
                    write(story.name(), stories.told(story));
                    if (story.settings().isEmpty()) {
                        write(story.name() + " beside peers", stories.besidePeers(story, arguments[1], arguments[2]));
                    }
                }
            }
        } finally {
            Bench.delete(lakes);
        }
    }

    /** Whether the file of a story is there. */
    static boolean has(Path data, String name) {
        return Files.isDirectory(data.resolve(story(name).project()));
    }

    /** Plays a story, and says what came of it as the page does. */
    String told(String name) {
        return told(story(name));
    }

    /** What the page says of a story. */
    static String onPage(String name) throws IOException {
        String page = Files.readString(PAGE);
        int from = begin(page, name);
        return page.substring(from, page.indexOf(END, from));
    }

    /** What a fairness job of a story that was played found. */
    FairnessStatus fairness(String name, String job) {
        return StoryTables.fairness(project(story(name)), job);
    }

    private static Story story(String name) {
        return STORIES.stream()
                .filter(story -> story.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private ExampleProject project(Story story) {
        return new ExampleProject(story.project(), data, lakes.resolve(story.name()), story.settings());
    }

    private String told(Story story) {
        ExampleProject project = project(story);
        story.commands().forEach(words -> project.says(words.toArray(String[]::new)));
        return StoryTables.value(project, story.model())
                + story.fairness().stream()
                        .map(job -> "\n" + StoryTables.markdown(StoryTables.fairness(project, job)))
                        .collect(Collectors.joining());
    }

    /** The same figures by Fairlearn and AIF360, of the published rows and the raw file. */
    private String besidePeers(Story story, String python, String program) throws IOException, InterruptedException {
        Process peers = new ProcessBuilder(
                        python,
                        "-W",
                        "ignore",
                        program,
                        story.project(),
                        lakes.resolve(story.name()).toString(),
                        data.resolve(story.project()).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String told = new String(peers.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (peers.waitFor() != 0) {
            throw new IllegalStateException(program + " ended with " + peers.exitValue());
        }
        return told;
    }

    private static void write(String place, String told) throws IOException {
        System.out.println(place + "\n" + told);
        String page = Files.readString(PAGE);
        int from = begin(page, place);
        Files.writeString(PAGE, page.substring(0, from) + told + page.substring(page.indexOf(END, from)));
    }

    private static int begin(String page, String place) {
        String mark = "<!-- " + place + " -->\n";
        int at = page.indexOf(mark);
        if (at < 0) {
            throw new IllegalStateException(PAGE + " has no place for " + place);
        }
        return at + mark.length();
    }
}

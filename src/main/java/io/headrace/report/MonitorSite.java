package io.headrace.report;

import io.headrace.report.MonitoredModel.Decided;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pages of monitoring: an index, one page for each model and for the findings of each job about what decisions did, and one for each of their last runs. They
 * run no script and need nothing but themselves; charts are SVG in the page, so they follow light and dark, and are there for those who forbid scripts.
 *
 * @param project its name
 * @param models that are watched
 * @param findings of what decisions did: experiments, values and fairness
 * @param inventory of all model versions, with a page for each
 */
public record MonitorSite(
        String project, List<MonitoredModel> models, List<JobFindings> findings, Inventory inventory) {
    /** The page to begin with. */
    public static final String INDEX = "index.html";

    static final String STYLE = "monitor.css";

    public MonitorSite {
        models = models.stream()
                .sorted(Comparator.comparing(MonitoredModel::model).thenComparing(MonitoredModel::job))
                .toList();
        findings = findings.stream()
                .sorted(Comparator.comparing(JobFindings::model).thenComparing(JobFindings::job))
                .toList();
        Objects.requireNonNull(inventory, "inventory");
    }

    /** Pages of a project without model versions on record. */
    public MonitorSite(String project, List<MonitoredModel> models, List<JobFindings> findings) {
        this(project, models, findings, new Inventory(project, List.of()));
    }

    /** The same pages with those of the inventory. */
    public MonitorSite with(Inventory other) {
        return new MonitorSite(project, models, findings, other);
    }

    /** Name of the file, below the folder of the pages, to its text, to be stored as UTF-8. */
    public SortedMap<String, String> pages() {
        SortedMap<String, String> pages = inventory.pages();
        List<FindingsPage> found = findings.stream()
                .map(of -> new FindingsPage(project, of, fileOf(of.model())))
                .toList();
        List<Summary> summaries = models.stream().map(Summary::of).toList();
        pages.put(
                INDEX,
                SelfContained.still(
                        MonitorSite.class,
                        "monitor-index.mustache",
                        STYLE,
                        new Index(project, summaries, found, inventory.sentence())));
        summaries.forEach(summary -> {
            List<FindingsPage> ofModel = found.stream()
                    .filter(page -> page.model().equals(summary.model()))
                    .toList();
            pages.put(
                    summary.file(),
                    SelfContained.still(
                            MonitorSite.class,
                            "monitor-model.mustache",
                            STYLE,
                            new ModelPage(project, summary, ofModel)));
            pages.putAll(summary.runs().pages());
        });
        found.forEach(page -> {
            pages.put(page.file(), page.markup());
            pages.putAll(page.runs().pages());
        });
        return pages;
    }

    private Optional<String> fileOf(String model) {
        return models.stream()
                .filter(watched -> watched.model().equals(model))
                .findFirst()
                .map(watched -> SiteAddress.ofJob(watched.job()));
    }

    /**
     * Writes the pages; those that are there already are replaced.
     *
     * @param folder which need not be there
     * @return the page to begin with
     */
    public Path write(Path folder) throws IOException {
        for (Map.Entry<String, String> page : pages().entrySet()) {
            Path file = folder.resolve(page.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, page.getValue());
        }
        return folder.resolve(INDEX);
    }

    /** Each model in a few words. */
    public List<Glance> glances() {
        return models.stream()
                .map(model -> {
                    Health health = Health.of(model);
                    return new Glance(model.model(), health.word(), List.of(health.first(), health.second()));
                })
                .toList();
    }

    /**
     * A model in a few words.
     *
     * @param word such as well or drift
     * @param findings what the word rests on, first, and what else is known
     */
    public record Glance(String model, String word, List<String> findings) {}

    /** What the index shows. */
    record Index(String project, List<Summary> models, List<FindingsPage> findings, String inventory) {
        boolean hasFindings() {
            return !findings.isEmpty();
        }

        boolean isEmpty() {
            return models.isEmpty();
        }

        String sentence() {
            return models.isEmpty()
                    ? "No model is watched yet."
                    : DisplayFormat.counted(models.size(), "model") + " watched: " + byHealth() + ".";
        }

        private String byHealth() {
            SortedMap<String, Long> words = new TreeMap<>();
            models.forEach(model -> words.merge(model.health().word(), 1L, Long::sum));
            return String.join(
                    ", ",
                    words.entrySet().stream()
                            .map(word -> DisplayFormat.count(word.getValue()) + " " + word.getKey())
                            .toList());
        }
    }

    /** A model at a glance. */
    record Summary(MonitoredModel of, SiteAddress addresses, Health health) {
        static Summary of(MonitoredModel model) {
            return new Summary(model, new SiteAddress(model.job(), model.days()), Health.of(model));
        }

        String model() {
            return of.model();
        }

        String job() {
            return of.job();
        }

        String owner() {
            return of.owner();
        }

        String file() {
            return SiteAddress.ofJob(of.job());
        }

        /** The pages of its runs. */
        RunPages runs() {
            return new RunPages("Model " + model(), job(), owner(), of.days(), this::decided);
        }

        /** What a run decided, in words: alerts first. */
        private List<String> decided(String run) {
            return of.decided().stream()
                    .filter(row -> row.run().equals(run))
                    .sorted(Comparator.comparing(row -> !row.isAlert()))
                    .map(row ->
                            (row.isAlert()
                                            ? "Alert, " + row.severity()
                                            : "Decision, " + row.action().replace('_', ' ')) + ": " + row.text() + ".")
                    .toList();
        }

        /** The last run, with its page. */
        Optional<LastRun> run() {
            return of.last().map(run -> new LastRun(run.id(), addresses.of(run)));
        }

        String version() {
            return of.versions().isEmpty()
                    ? "none"
                    : Integer.toString(
                            of.versions().get(of.versions().size() - 1).version());
        }

        String decision() {
            return of.decision()
                    .map(row -> row.action().replace('_', ' ') + ": " + row.text())
                    .orElse("nothing yet");
        }

        String alerts() {
            return of.alerts().isEmpty()
                    ? "none in the last run"
                    : String.join("; ", of.alerts().stream().map(Decided::text).toList());
        }
    }

    /** The last run, with its page if it has one. */
    record LastRun(String id, Optional<String> address) {}
}

package io.headrace.report;

import io.headrace.report.MonitoredModel.Decided;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pages of monitoring: an index, one page for each model, and one for each of its last runs. They run no script and need nothing but themselves; charts are SVG
 * in the page, so they follow light and dark, and are there for those who forbid scripts.
 *
 * @param project its name
 * @param models that are watched
 */
public record MonitorSite(String project, List<MonitoredModel> models) {
    /** The page to begin with. */
    public static final String INDEX = "index.html";

    static final String STYLE = "monitor.css";

    public MonitorSite {
        models = models.stream()
                .sorted(Comparator.comparing(MonitoredModel::model).thenComparing(MonitoredModel::job))
                .toList();
    }

    /** Name of the file, below the folder of the pages, to its text, to be stored as UTF-8. */
    public SortedMap<String, String> pages() {
        SortedMap<String, String> pages = new TreeMap<>();
        List<Summary> summaries = models.stream().map(Summary::of).toList();
        pages.put(
                INDEX,
                SelfContained.still(MonitorSite.class, "monitor-index.mustache", STYLE, new Index(project, summaries)));
        summaries.forEach(summary -> {
            pages.put(
                    summary.file(),
                    SelfContained.still(
                            MonitorSite.class, "monitor-model.mustache", STYLE, new ModelPage(project, summary)));
            pages.putAll(summary.runs().pages());
        });
        return pages;
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
    record Index(String project, List<Summary> models) {
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
                    .map(row -> (row.isAlert()
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

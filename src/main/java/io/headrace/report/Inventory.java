package io.headrace.report;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pages of the model inventory: all versions of all models, and for each what is on record of it and what a person owes. They run no script and
 * need nothing but themselves.
 *
 * @param project its name
 * @param entries by model and version
 */
public record Inventory(String project, List<Entry> entries) {
    /** The page to begin with. */
    public static final String INDEX = "inventory.html";

    public Inventory {
        Objects.requireNonNull(project, "project");
        entries = List.copyOf(entries);
    }

    /** Name of the file, below the folder of the pages, to its text, to be stored as UTF-8. */
    public SortedMap<String, String> pages() {
        SortedMap<String, String> pages = new TreeMap<>();
        pages.put(
                INDEX,
                SelfContained.still(
                        Inventory.class,
                        "inventory.mustache",
                        MonitorSite.STYLE,
                        new Index(project, entries, sentence())));
        entries.forEach(entry -> pages.put(
                entry.file(),
                SelfContained.still(
                        Inventory.class, "evidence.mustache", MonitorSite.STYLE, new Page(project, entry))));
        return pages;
    }

    /** How many versions there are, and of how many a person owes something. */
    String sentence() {
        long owing = entries.stream()
                .filter(entry -> !entry.evidence().owed().isEmpty())
                .count();
        return DisplayFormat.counted(entries.size(), "model version") + " on record"
                + (owing == 0 ? "" : ", " + DisplayFormat.count(owing) + " with fields that a person owes") + ".";
    }

    /**
     * A version.
     *
     * @param aliases that it has now
     */
    public record Entry(String model, int version, List<String> aliases, Evidence evidence) {
        public Entry {
            Objects.requireNonNull(model, "model");
            aliases = List.copyOf(aliases);
            Objects.requireNonNull(evidence, "evidence");
        }

        String file() {
            return "evidence-" + model.replaceAll("[^A-Za-z0-9_-]", "-") + "-" + version + ".html";
        }

        String alias() {
            return aliases.isEmpty() ? "none" : String.join(", ", aliases);
        }

        String owed() {
            int fields = evidence.owed().size();
            return fields == 0 ? "nothing" : DisplayFormat.counted(fields, "field");
        }
    }

    /** What the index shows. */
    record Index(String project, List<Entry> entries, String sentence) {
        boolean isEmpty() {
            return entries.isEmpty();
        }
    }

    /** What the page of a version shows. */
    record Page(String project, Entry entry) {
        String sentence() {
            return "Owed by a person: " + entry.owed() + ".";
        }
    }
}

package io.headrace.spec;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A learning algorithm with its settings.
 *
 * @param word the word of the kind, as in a job file
 * @param settings a value for each setting of the kind
 */
public record Learner(String word, SortedMap<String, Double> settings) {
    private static final NavigableMap<String, LearnerKind> KINDS = found();

    public Learner {
        Objects.requireNonNull(word, "word");
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /**
     * A learner with default settings except for those given.
     *
     * @throws IllegalArgumentException for a kind or setting that does not exist, or a value that is not allowed
     */
    public static Learner of(String word, Map<String, Double> settings) {
        LearnerKind kind = kind(word).orElseThrow(() -> new IllegalArgumentException("there is no learner " + word));
        SortedMap<String, Double> all = new TreeMap<>();
        kind.settings().forEach(setting -> all.put(setting.name(), setting.otherwise()));
        settings.forEach((name, value) -> {
            LearnerKind.Setting setting = setting(kind, name)
                    .orElseThrow(() -> new IllegalArgumentException(word + " has no setting " + name));
            if (!setting.allows(value)) {
                throw new IllegalArgumentException(
                        word + "." + name + ": expected " + setting.expected() + ", found " + value);
            }
            all.put(name, value);
        });
        return new Learner(word, all);
    }

    /** The same with some settings changed; see {@link #of}. */
    public Learner with(Map<String, Double> changed) {
        Map<String, Double> all = new TreeMap<>(settings);
        all.putAll(changed);
        return of(word, all);
    }

    /** All kinds by word. */
    public static NavigableMap<String, LearnerKind> kinds() {
        return KINDS;
    }

    /** The kind with a word. */
    public static Optional<LearnerKind> kind(String word) {
        return Optional.ofNullable(KINDS.get(word));
    }

    /** The kind. */
    public LearnerKind kind() {
        return KINDS.get(word);
    }

    /** The setting with a name. */
    public static Optional<LearnerKind.Setting> setting(LearnerKind kind, String name) {
        return kind.settings().stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst();
    }

    /** The value of a setting. */
    public double number(String setting) {
        return settings.get(setting);
    }

    /** The value of a setting that is a whole number. */
    public int whole(String setting) {
        return (int) number(setting);
    }

    private static NavigableMap<String, LearnerKind> found() {
        NavigableMap<String, LearnerKind> kinds = new TreeMap<>();
        List<LearnerKind> services = ServiceLoader.load(LearnerKind.class, LearnerKind.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(LearnerKind::word))
                .toList();
        services.forEach(kind -> kinds.put(kind.word(), kind));
        return Collections.unmodifiableNavigableMap(kinds);
    }
}

package io.headrace.spec.hocon;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One object of a file, read key by key.
 *
 * <p>A wrong or missing value becomes a problem, and a stand-in is returned so that the reader goes on to the next key;
 * what was read is used only when no problem was found. A key counts as known once it was read;
 * {@link #close} reports the others.
 */
public final class Section {
    private final SourceFile file;
    private final LineNumbers lines;
    private final ConfigObject object;
    private final KeyPlace place;
    private final Problems problems;
    private final Set<String> keysRead = new LinkedHashSet<>();
    private final List<Section> children = new ArrayList<>();
    private final Map<String, Section> byKey = new HashMap<>();

    private Section(SourceFile file, LineNumbers lines, ConfigObject object, KeyPlace place, Problems problems) {
        this.file = file;
        this.lines = lines;
        this.object = object;
        this.place = place;
        this.problems = problems;
    }

    /** The whole of a file. */
    static Section root(SourceFile file, ConfigObject object, Problems problems) {
        LineNumbers lines = new LineNumbers(file.text(new Problems()).orElse(""));
        KeyPlace place = new KeyPlace(file.name(), Math.max(lines.of(object), 1), "");
        return new Section(file, lines, object, place, problems);
    }

    /** Where the section itself stands. */
    public KeyPlace place() {
        return place;
    }

    /** Where the key stands, or would stand if it were there. */
    public KeyPlace place(String key) {
        ConfigValue value = object.get(key);
        return value == null ? new KeyPlace(place.file(), place.line(), path(key)) : placeOf(key, value);
    }

    /** Reports a problem of the key. */
    public void problem(String key, String message) {
        problems.add(place(key), message);
    }

    /** Reports a problem of something below the section. */
    public void problem(KeyPlace where, String message) {
        problems.add(where, message);
    }

    public boolean has(String key) {
        keysRead.add(key);
        return object.get(key) != null;
    }

    /** Whether one of the keys is there, without making them known. */
    public boolean shows(Collection<String> keys) {
        return keys.stream().anyMatch(object::containsKey);
    }

    /** The keys, without making them known. */
    Set<String> keys() {
        return object.keySet();
    }

    /** Whether the key holds an object, the long form where there is a short one. */
    public boolean isSection(String key) {
        return has(key) && object.get(key) instanceof ConfigObject;
    }

    /** Whether the key holds a list, the long form where there is a short one. */
    public boolean isList(String key) {
        return has(key) && object.get(key) instanceof ConfigList;
    }

    /** The value of a key that must be there. */
    public <T> T required(String key, ValueType<T> type) {
        Optional<T> value = find(key, type);
        if (!has(key)) {
            problem(key, "missing, expected " + type.expected());
        }
        return value.orElse(type.standIn());
    }

    /** The same without a stand-in, for a value that decides how to go on. */
    public <T> Optional<T> requiredOrNothing(String key, ValueType<T> type) {
        required(key, type);
        return has(key) ? type.parser().apply(object.get(key)) : Optional.empty();
    }

    /** The value of a key, or its default. */
    public <T> T value(String key, ValueType<T> type, T otherwise) {
        return find(key, type).orElse(otherwise);
    }

    /** The value of a key that may be left out. */
    public <T> Optional<T> find(String key, ValueType<T> type) {
        return has(key) ? Optional.of(parse(placeOf(key, object.get(key)), object.get(key), type)) : Optional.empty();
    }

    /** The elements of a list that must be there with at least one. */
    public <T> List<T> list(String key, ValueType<T> type) {
        return list(key, type, (element, where) -> {});
    }

    /** The same, with a further check of each element and its place. */
    public <T> List<T> list(String key, ValueType<T> type, BiConsumer<T, KeyPlace> check) {
        List<T> elements = new ArrayList<>();
        for (ConfigValue value : elements(key, type.expected())) {
            T element = parse(placeOf(key, value), value, type);
            check.accept(element, placeOf(key, value));
            elements.add(element);
        }
        return elements;
    }

    /** The elements of a list that may be empty or left out. */
    public <T> List<T> listOrNone(String key, ValueType<T> type) {
        boolean isEmpty = has(key) && object.get(key) instanceof ConfigList list && list.isEmpty();
        return !has(key) || isEmpty ? List.of() : list(key, type);
    }

    /** The objects of a list that must be there; it may be empty. */
    public List<Section> sections(String key) {
        List<Section> result = new ArrayList<>();
        if (!has(key)) {
            problem(key, "missing, expected a list of objects");
        } else if (object.get(key) instanceof ConfigList list) {
            list.forEach(element -> result.add(child(key, element)));
        } else {
            problem(key, "expected a list of objects, found " + ValueType.shown(object.get(key)));
        }
        return result;
    }

    /** The object below a key; an empty one where the key is left out. */
    public Section section(String key) {
        Section known = byKey.get(key);
        if (known == null) {
            known = has(key)
                    ? child(key, object.get(key))
                    : adopt(new Section(file, lines, ConfigFactory.empty().root(), place(key), problems));
            byKey.put(key, known);
        }
        return known;
    }

    /** The object below a key that must be there. */
    public Section requiredSection(String key, String expected) {
        if (has(key)) {
            return section(key);
        }
        problem(key, "missing, expected " + expected);
        return quietly(key);
    }

    /** The keys in the order written, each checked to be a name of the given type. */
    public List<String> names(ValueType<String> type) {
        List<String> names = inOrder(object);
        for (String name : names) {
            has(name);
            if (type.parser().apply(ConfigValueFactory.fromAnyRef(name)).isEmpty()) {
                problem(name, "expected " + type.expected() + ", found \"" + name + "\"");
            }
        }
        return names;
    }

    private List<String> inOrder(ConfigObject of) {
        return of.keySet().stream()
                .sorted(Comparator.comparingInt((String name) -> lineOf(of.get(name), Integer.MAX_VALUE))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** All of it as JSON, each key on a line of its own, in the order of the file: read again it means the same, also where the order counts. */
    String text() {
        return text(object);
    }

    private String text(ConfigValue value) {
        if (value instanceof ConfigObject of) {
            return inOrder(of).stream()
                    .map(name -> ConfigUtil.quoteString(name) + ":" + text(of.get(name)))
                    .collect(Collectors.joining(",\n", "{\n", "\n}"));
        }
        return value instanceof ConfigList list
                ? list.stream().map(this::text).collect(Collectors.joining(",", "[", "]"))
                : value.render(ConfigRenderOptions.concise());
    }

    /** The text, number, truth value or null of a key. */
    public Object scalar(String key) {
        ConfigValue value = object.get(key);
        keysRead.add(key);
        if (value instanceof ConfigObject || value instanceof ConfigList) {
            problem(key, "expected a text, number, true, false or null, found " + ValueType.shown(value));
            return null;
        }
        return value.unwrapped();
    }

    /** All values below, by full path and as text: a property may be written with dots or nested. */
    public Map<String, String> flatTexts() {
        Map<String, String> texts = new TreeMap<>();
        for (String key : names(ValueType.TEXT)) {
            if (isSection(key)) {
                section(key).flatTexts().forEach((rest, text) -> texts.put(key + "." + rest, text));
            } else {
                texts.put(key, required(key, ValueType.SCALAR));
            }
        }
        return texts;
    }

    /** Reads the one alternative that is there; more than one or, without a default, none is a problem. */
    public <T> T oneOf(Map<String, Supplier<T>> alternatives, Supplier<T> otherwise) {
        List<T> read = new ArrayList<>();
        NavigableMap<String, Supplier<T>> sorted = new TreeMap<>(alternatives);
        sorted.forEach((key, reader) -> {
            if (has(key)) {
                read.add(reader.get());
            }
        });
        if (read.size() > 1) {
            problems.add(place, "expected only one of " + String.join(", ", sorted.keySet()));
        }
        return read.isEmpty() ? otherwise.get() : read.get(0);
    }

    /** Reports that the section itself lacks something. */
    public void missing(String expected) {
        problems.add(place, "missing, expected " + expected);
    }

    /** Reports the section when nothing was read from it. */
    public void requireSome(Collection<?> read, String expected) {
        if (read.isEmpty()) {
            missing(expected);
        }
    }

    /** Reports the keys that nobody read, here and below. */
    void close() {
        NavigableSet<String> known = new TreeSet<>(keysRead);
        for (String key : object.keySet()) {
            if (!known.contains(key)) {
                problem(key, "unknown key" + hint(key, known));
            }
        }
        children.forEach(Section::close);
    }

    /** The paths of all keys read, here and below. */
    NavigableSet<String> askedPaths() {
        NavigableSet<String> paths = new TreeSet<>();
        keysRead.forEach(key -> paths.add(path(key)));
        children.forEach(child -> paths.addAll(child.askedPaths()));
        return paths;
    }

    private List<ConfigValue> elements(String key, String expected) {
        String wanted = "a list of at least one, each " + expected;
        if (!has(key)) {
            problem(key, "missing, expected " + wanted);
        } else if (object.get(key) instanceof ConfigList list && !list.isEmpty()) {
            return list;
        } else {
            problem(key, "expected " + wanted + ", found " + ValueType.shown(object.get(key)));
        }
        return List.of();
    }

    private <T> T parse(KeyPlace where, ConfigValue value, ValueType<T> type) {
        return type.parser().apply(value).orElseGet(() -> {
            problems.add(
                    where, "expected " + type.expected() + ", found " + ValueType.shown(value) + type.quotes(value));
            return type.standIn();
        });
    }

    private Section child(String key, ConfigValue value) {
        if (value instanceof ConfigObject child) {
            return adopt(new Section(file, lines, child, placeOf(key, value), problems));
        }
        problems.add(placeOf(key, value), "expected an object in { }, found " + ValueType.shown(value));
        return quietly(key);
    }

    /** An empty section whose problems nobody hears, for a place where the section itself was the problem. */
    private Section quietly(String key) {
        return new Section(file, lines, ConfigFactory.empty().root(), place(key), new Problems());
    }

    private Section adopt(Section child) {
        children.add(child);
        return child;
    }

    private KeyPlace placeOf(String key, ConfigValue value) {
        return file.isSetting(value.origin())
                ? KeyPlace.inSettings(file.settingsPrefix() + path(key))
                : new KeyPlace(file.name(), lineOf(value, place.line()), path(key));
    }

    private String path(String key) {
        return place.key().isEmpty() ? key : place.key() + "." + key;
    }

    private int lineOf(ConfigValue value, int otherwise) {
        int line = lines.of(value);
        return line > 0 ? line : otherwise;
    }

    private static String hint(String key, NavigableSet<String> known) {
        String nearest = NearestName.hint(key, known);
        return nearest.isEmpty() ? "; known here: " + String.join(", ", known) : nearest;
    }
}

package io.headrace.spec.hocon;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a HOCON file becomes when its substitutions are resolved, counted before that is done: a few lines that each take the line
 * above ten times would fill any memory.
 *
 * <p>A value is as large as its own text and that of all values that it refers to. Counted is rather too much than too little.
 */
final class ResolvedSize {
    /** More characters are no spec. */
    static final long MOST_CHARACTERS = 4_000_000;

    /** Deeper objects are no spec. */
    static final int DEEPEST = 50;

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\??([^}]*)}");
    private static final ConfigRenderOptions PLAIN = ConfigRenderOptions.concise();

    private final Map<List<String>, ConfigValue> values = new HashMap<>();
    private final Map<List<String>, Long> sizes = new HashMap<>();
    private final Set<List<String>> open = new HashSet<>();
    private final Map<String, String> environment;
    private int depth;

    private ResolvedSize(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What is wrong with the size of an object that is not resolved yet; empty where it may be resolved. */
    static Optional<String> problem(ConfigObject root, Map<String, String> environment) {
        ResolvedSize size = new ResolvedSize(environment);
        size.collect(List.of(), root);
        if (size.depth > DEEPEST) {
            return Optional.of("is nested deeper than " + DEEPEST + " levels");
        }
        return size.of(List.of()) > MOST_CHARACTERS
                ? Optional.of("its substitutions would make it longer than " + MOST_CHARACTERS
                        + " characters: write out what is meant")
                : Optional.empty();
    }

    private void collect(List<String> path, ConfigValue value) {
        values.put(path, value);
        depth = Math.max(depth, path.size());
        if (depth <= DEEPEST) {
            children(value).forEach((key, child) -> collect(below(path, key), child));
        }
    }

    /** Of an object alone; an object that still has to be merged does not tell its keys. */
    private static Map<String, ConfigValue> children(ConfigValue value) {
        try {
            return value instanceof ConfigObject object ? Map.copyOf(object) : Map.of();
        } catch (ConfigException.NotResolved merged) {
            return Map.of();
        }
    }

    private static List<String> below(List<String> path, String key) {
        List<String> below = new ArrayList<>(path);
        below.add(key);
        return List.copyOf(below);
    }

    /** Characters of the value at the path when it is resolved, at most a little more than is allowed. */
    private long of(List<String> path) {
        Long known = sizes.get(path);
        if (known != null) {
            return known;
        }
        if (!open.add(path)) {
            return 0;
        }
        long size = size(path);
        open.remove(path);
        sizes.put(path, size);
        return size;
    }

    private long size(List<String> path) {
        ConfigValue value = values.get(path);
        if (value == null) {
            // Within an object that has to be merged, the value is not larger than this; a variable is itself.
            return path.isEmpty() ? 0 : Math.max(of(path.subList(0, path.size() - 1)), variable(path));
        }
        Map<String, ConfigValue> children = children(value);
        long size = 2;
        if (!children.isEmpty()) {
            for (String key : children.keySet()) {
                size = atMost(size + key.length() + of(below(path, key)));
            }
            return size;
        }
        String text = value.render(PLAIN);
        size += text.length();
        Matcher reference = REFERENCE.matcher(text);
        while (reference.find() && size <= MOST_CHARACTERS) {
            size = atMost(size + of(path(reference.group(1))));
        }
        return size;
    }

    private long variable(List<String> path) {
        return environment.getOrDefault(String.join(".", path), "").length();
    }

    private static List<String> path(String reference) {
        try {
            return List.copyOf(ConfigUtil.splitPath(reference));
        } catch (ConfigException noPath) {
            return List.of();
        }
    }

    private static long atMost(long size) {
        return Math.min(size, MOST_CHARACTERS + 1);
    }
}

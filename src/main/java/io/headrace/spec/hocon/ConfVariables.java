package io.headrace.spec.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which variables of the environment the files of {@code conf/} name.
 *
 * @param places those whose values become part of the configuration, by {@code ${NAME}}
 * @param secrets those that hold a password, a key or the like: named by a key such as {@code password-variable}, or called so
 */
public record ConfVariables(NavigableSet<String> places, NavigableSet<String> secrets) {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\??([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(passw|pwd|secret|token|credential|api_?key|access_?key|private).*");
    private static final String NAMED = "-variable";

    public ConfVariables {
        places = Collections.unmodifiableNavigableSet(new TreeSet<>(places));
        secrets = Collections.unmodifiableNavigableSet(new TreeSet<>(secrets));
    }

    /** Of all environments of a project; a file that is no HOCON names none. */
    public static ConfVariables of(Path project) {
        NavigableSet<String> places = new TreeSet<>();
        NavigableSet<String> secrets = new TreeSet<>();
        for (Path file : files(project.resolve("conf"))) {
            collect(parsed(file).root(), places, secrets);
        }
        places.stream().filter(name -> SECRET_NAME.matcher(name).matches()).forEach(secrets::add);
        places.removeAll(secrets);
        return new ConfVariables(places, secrets);
    }

    private static List<Path> files(Path conf) {
        if (!Files.isDirectory(conf)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(conf)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Config parsed(Path file) {
        try {
            String text = Files.readString(file);
            return ConfigFactory.parseString(
                    text,
                    ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setIncluder(new NoIncludes(text)));
        } catch (ConfigException noHocon) {
            return ConfigFactory.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(ConfigObject object, NavigableSet<String> places, NavigableSet<String> secrets) {
        for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
            ConfigValue value = entry.getValue();
            if (value instanceof ConfigObject nested && isPlain(nested)) {
                collect(nested, places, secrets);
                continue;
            }
            String text = value.render(ConfigRenderOptions.concise());
            Matcher reference = REFERENCE.matcher(text);
            while (reference.find()) {
                places.add(reference.group(1));
            }
            if (entry.getKey().endsWith(NAMED) && reference.reset().find()) {
                // The name itself comes from a variable: both are handed over as secrets.
                secrets.add(reference.group(1));
            } else if (entry.getKey().endsWith(NAMED) && value.valueType() == ConfigValueType.STRING) {
                secrets.add(String.valueOf(value.unwrapped()));
            }
        }
    }

    /** An object that still has to be merged tells its keys only as text. */
    private static boolean isPlain(ConfigObject object) {
        try {
            return !object.entrySet().isEmpty();
        } catch (ConfigException.NotResolved merged) {
            return false;
        }
    }
}

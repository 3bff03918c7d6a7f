package io.headrace.spec.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.regex.Pattern;

/**
 * What the command line sets with {@code --set key=value}; the last of equal keys wins.
 *
 * <p>{@code jobs.NAME.KEY} goes to a job, {@code spark.…} is a Spark property, any other key goes to the places.
 */
final class Settings {
    private static final String JOBS = "jobs.";
    private static final String SPARK = "spark.";

    /** Values written as HOCON: quoted text, lists, objects, numbers and truth values; all else is plain text. */
    private static final Pattern HOCON_VALUE = Pattern.compile("(?s)[\"\\[{].*|-?[0-9.]+([eE][+-]?[0-9]+)?|true|false");

    private final Map<String, ConfigValue> values = new LinkedHashMap<>();

    private Settings() {}

    static Settings none() {
        return new Settings();
    }

    /** Parses settings; those that are none become problems. */
    static Settings parse(List<String> texts, Problems problems) {
        Settings settings = new Settings();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                problems.add(KeyPlace.inSettings(""), "expected key=value, found \"" + text + "\"");
                continue;
            }
            String key = text.substring(0, equals).strip();
            String value = text.substring(equals + 1).strip();
            try {
                settings.values.put(String.join(".", ConfigUtil.splitPath(key)), valueOf(value));
            } catch (ConfigException e) {
                problems.add(KeyPlace.inSettings(key), "cannot be read as HOCON, found \"" + value + "\"");
            }
        }
        return settings;
    }

    /** The file's configuration with the settings whose key starts with the file's prefix. */
    Config applyTo(Config config, String prefix) {
        Config result = config;
        for (Map.Entry<String, ConfigValue> setting : values.entrySet()) {
            String key = setting.getKey();
            if (key.startsWith(prefix) && key.startsWith(JOBS) == prefix.startsWith(JOBS)) {
                result = result.withValue(pathOf(key.substring(prefix.length())), setting.getValue());
            }
        }
        return result;
    }

    /** Reports the settings of jobs that are not there. */
    void refuseUnknownJobs(NavigableSet<String> jobs, Problems problems) {
        for (String key : values.keySet()) {
            if (key.startsWith(JOBS)) {
                String job = key.substring(JOBS.length()).split("\\.", 2)[0];
                if (!jobs.contains(job)) {
                    String hint = NearestName.hint(job, jobs);
                    problems.add(KeyPlace.inSettings(key), "there is no job \"" + job + "\"" + hint);
                }
            }
        }
    }

    private static String pathOf(String key) {
        return key.startsWith(SPARK) ? ConfigUtil.joinPath("spark", key) : key;
    }

    private static ConfigValue valueOf(String text) {
        if (!HOCON_VALUE.matcher(text).matches()) {
            return ConfigValueFactory.fromAnyRef(text, KeyPlace.SETTINGS);
        }
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(KeyPlace.SETTINGS);
        return ConfigFactory.parseString("value = " + text, options)
                .getValue("value")
                .withOrigin(ConfigOriginFactory.newSimple(KeyPlace.SETTINGS));
    }
}

package io.headrace.spec.hocon;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValueFactory;
import io.headrace.spec.KeyPlace;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a project.
 *
 * @param path where it is
 * @param name its path relative to the project folder, with {@code /}
 * @param settingsPrefix what stands before its keys in {@code --set}, for example {@code jobs.score-lapse.}
 */
record SourceFile(Path path, String name, String settingsPrefix) {
    private static final Pattern PARSER_PREFIX = Pattern.compile("^.*?: (\\d+): +");
    private static final Pattern PARSER_ADVICE = Pattern.compile(" \\(if you .*\\)$");

    SourceFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(settingsPrefix, "settingsPrefix");
    }

    /** The text of the file; a problem and nothing when it cannot be read. */
    Optional<String> text(Problems problems) {
        try {
            return Optional.of(Files.readString(path));
        } catch (CharacterCodingException e) {
            problems.add(KeyPlace.inFile(name), "is not UTF-8 text");
        } catch (IOException e) {
            problems.add(KeyPlace.inFile(name), "cannot be read: " + e);
        }
        return Optional.empty();
    }

    /**
     * The file's object with settings applied and substitutions resolved.
     *
     * @param environment variables for substitutions; the file's own keys go first
     * @return empty, with a problem, when the file is no HOCON
     */
    Optional<ConfigObject> object(Settings settings, Map<String, String> environment, Problems problems) {
        return text(problems).flatMap(text -> {
            try {
                ConfigParseOptions options = ConfigParseOptions.defaults()
                        .setSyntax(ConfigSyntax.CONF)
                        .setOriginDescription(name)
                        .setIncluder(new NoIncludes(text));
                Config own = settings.applyTo(ConfigFactory.parseString(text, options), settingsPrefix);
                Optional<String> problem = ResolvedSize.problem(own.root(), environment);
                if (problem.isPresent()) {
                    problems.add(KeyPlace.inFile(name), problem.get());
                    return Optional.empty();
                }
                Config variables =
                        ConfigValueFactory.fromMap(environment, "environment").toConfig();
                return Optional.of(own.resolveWith(own.withFallback(variables), resolveOptions())
                        .root());
            } catch (ConfigException e) {
                problems.add(placeOf(e), "cannot be read as HOCON: " + sentence(e));
                return Optional.empty();
            } catch (StackOverflowError e) {
                problems.add(KeyPlace.inFile(name), "is nested too deeply to be read");
                return Optional.empty();
            }
        });
    }

    /** Whether a value came from the command line. */
    boolean isSetting(ConfigOrigin origin) {
        return origin.description().startsWith(KeyPlace.SETTINGS);
    }

    private static ConfigResolveOptions resolveOptions() {
        return ConfigResolveOptions.defaults().setUseSystemEnvironment(false);
    }

    private KeyPlace placeOf(ConfigException problem) {
        Matcher line = PARSER_PREFIX.matcher(problem.getMessage());
        return new KeyPlace(name, line.find() ? Integer.parseInt(line.group(1)) : 1, "");
    }

    private static String sentence(ConfigException problem) {
        String firstLine = problem.getMessage().lines().findFirst().orElse("");
        String own = PARSER_PREFIX.matcher(firstLine).replaceFirst("");
        return PARSER_ADVICE.matcher(own).replaceFirst("").strip();
    }
}

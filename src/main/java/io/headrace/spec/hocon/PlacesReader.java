package io.headrace.spec.hocon;

import io.headrace.spec.Places;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.regex.Pattern;

/** Reads {@code conf/ENVIRONMENT.conf}. */
final class PlacesReader {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");

    private PlacesReader() {}

    static Places read(Section section, String environment, Path project) {
        return new Places(
                environment,
                project,
                absolute(project, section.value("lake", ValueType.TEXT, "lake")),
                absolute(project, section.value("landing", ValueType.TEXT, "landing")),
                section.value("master", ValueType.ANY_TEXT, ""),
                section.value("time-zone", ValueType.ZONE, ZoneId.of("UTC")),
                section.section("spark").flatTexts());
    }

    private static String absolute(Path project, String place) {
        return SCHEME.matcher(place).matches()
                ? place
                : project.resolve(place).normalize().toString();
    }
}

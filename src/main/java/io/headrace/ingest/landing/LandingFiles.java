package io.headrace.ingest.landing;

import io.headrace.spec.RawFiles;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of the files in the landing folder belong to a source, and to which date. */
final class LandingFiles {
    private static final String DATE = "{date}";

    /** How programs name a file while they write it. */
    private static final Pattern BEING_WRITTEN =
            Pattern.compile("(.*/)?([._][^/]*|[^/]*(\\.tmp|\\.part|\\.partial|\\.crdownload|\\._COPYING_))");

    private final List<Pattern> patterns = new ArrayList<>();
    private final List<Pattern> folders = new ArrayList<>();

    LandingFiles(RawFiles files) {
        files.paths().forEach(path -> {
            patterns.add(pattern(path));
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                folders.add(pattern(path.substring(0, slash)));
            }
        });
    }

    /** Whether a folder may hold files of the source, at some depth: no other one is looked into, so that a circle of links ends. */
    boolean mayHold(String folder) {
        return folders.stream().anyMatch(pattern -> pattern.matcher(folder).matches());
    }

    private static Pattern pattern(String path) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < path.length()) {
            if (path.startsWith(DATE, at)) {
                regex.append("(?<date>\\d{4}-\\d{2}-\\d{2})");
                at += DATE.length();
            } else {
                regex.append(path.charAt(at) == '*' ? "[^/]*" : Pattern.quote(path.substring(at, at + 1)));
                at++;
            }
        }
        return Pattern.compile(regex.toString());
    }

    /**
     * Where the file belongs, if it belongs to the source and does not bear the name of a file being written.
     *
     * @param relative the path below the landing folder
     */
    Optional<Dated> match(String relative, long bytes, long modifiedMillis) {
        if (BEING_WRITTEN.matcher(relative).matches()) {
            return Optional.empty();
        }
        return patterns.stream()
                .flatMap(pattern -> date(pattern, relative).stream())
                .map(date -> new Dated(relative, date, bytes, modifiedMillis))
                .findFirst();
    }

    /** Empty when the file does not fit; an empty date when the pattern has none. */
    private static Optional<Optional<LocalDate>> date(Pattern pattern, String relative) {
        Matcher matcher = pattern.matcher(relative);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (!pattern.pattern().contains("(?<date>")) {
            return Optional.of(Optional.empty());
        }
        try {
            return Optional.of(Optional.of(LocalDate.parse(matcher.group("date"))));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /**
     * A file with its date.
     *
     * @param date empty for a file that belongs to every date
     * @param modifiedMillis when it was last changed, milliseconds since 1970
     */
    record Dated(String path, Optional<LocalDate> date, long bytes, long modifiedMillis) {
        boolean isUpTo(LocalDate last) {
            return date.isEmpty() || !date.get().isAfter(last);
        }
    }
}

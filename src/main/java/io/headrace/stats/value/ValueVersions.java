package io.headrace.stats.value;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * The versions of a value spec, each from the day on which the one before it ends: on a day at most one holds.
 *
 * @param versions one or more, kept by their first day
 */
public record ValueVersions(List<ValueSpec> versions) {
    public ValueVersions {
        versions = versions.stream()
                .sorted(Comparator.comparing(spec -> spec.days().from()))
                .toList();
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a value needs a version, found none");
        }
        for (int i = 1; i < versions.size(); i++) {
            requireNext(versions.get(i - 1), versions.get(i));
        }
        if (versions.stream().mapToInt(ValueSpec::version).distinct().count() < versions.size()) {
            throw new IllegalArgumentException("each version of a value needs a number of its own");
        }
    }

    private static void requireNext(ValueSpec before, ValueSpec after) {
        LocalDate begin = after.days().from();
        LocalDate end = before.days().until().orElse(LocalDate.MAX);
        if (end.isAfter(begin)) {
            throw new IllegalArgumentException("versions " + before.version() + " " + before.days() + " and "
                    + after.version() + " " + after.days() + " overlap; let the first end on " + begin);
        }
        if (end.isBefore(begin)) {
            throw new IllegalArgumentException(
                    "no version holds from " + end + " until " + begin + ", between versions " + before.version()
                            + " and " + after.version() + "; let the first end on " + begin);
        }
    }

    /** The version that holds on a day; refuses a day before the first version or after the last. */
    public ValueSpec on(LocalDate day) {
        return versions.stream()
                .filter(spec -> spec.days().contains(day))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no version of the value holds on " + day
                        + "; they hold from " + versions.get(0).days().from() + " until "
                        + versions.get(versions.size() - 1)
                                .days()
                                .until()
                                .map(LocalDate::toString)
                                .orElse("open")));
    }
}

package io.headrace.table;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The files at the root of a lake that say how it is laid out, and in which time zone its days begin and its times were read. Lakes
 * of version 2 say nothing of a zone: they know UTC only.
 */
final class LakeMarker {
    /** What the names of all such files begin with. */
    static final String NAME = "_headrace_lake";

    private static final String ZONE = NAME + "_zone";
    private static final int FIRST_WITH_ZONE = 3;
    private static final int OLDEST = 2;

    private final SmallFiles files;
    private final String root;

    LakeMarker(SmallFiles files, String root) {
        this.files = files;
        this.root = root;
    }

    boolean isThere() {
        return files.readText(NAME).isPresent();
    }

    /** The zone comes first: where there is a version there is a zone. */
    void write(ZoneId zone) {
        files.putIfAbsent(ZONE, line(zone.getId()));
        files.putIfAbsent(NAME, line(Integer.toString(Lake.LAYOUT)));
    }

    private static byte[] line(String text) {
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Refuses layouts that this release does not read. */
    void requireReadable() {
        int found = layout();
        if (found > Lake.LAYOUT) {
            throw LakeErrors.newerLake(root, found, Lake.LAYOUT);
        }
        if (found < OLDEST) {
            throw LakeErrors.olderLake(root, found, Lake.LAYOUT);
        }
    }

    /** Refuses another zone than the lake's: what the lake holds would mean something else. */
    void requireZone(ZoneId wanted) {
        ZoneId zone = zone();
        if (!zone.getRules().equals(wanted.getRules())) {
            throw LakeErrors.otherZone(root, zone.getId(), wanted.getId());
        }
    }

    private int layout() {
        String marker = files.readText(NAME).orElse("").trim();
        try {
            return Integer.parseInt(marker);
        } catch (NumberFormatException e) {
            throw LakeErrors.brokenMarker(root + "/" + NAME, marker);
        }
    }

    /** The zone of the lake. */
    ZoneId zone() {
        Optional<String> text = files.readText(ZONE).map(String::trim);
        if (text.isEmpty() && layout() < FIRST_WITH_ZONE) {
            return ZoneId.of("UTC");
        }
        try {
            return ZoneId.of(text.orElse(""));
        } catch (DateTimeException e) {
            throw LakeErrors.brokenZone(root + "/" + ZONE, text.orElse(""));
        }
    }
}

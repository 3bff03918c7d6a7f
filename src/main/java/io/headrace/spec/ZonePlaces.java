package io.headrace.spec;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where masked copies lie and who may read them.
 *
 * @param root the folder of zones that say nothing else, a path or URI
 * @param zones those that say something, by name
 * @param key where the key stands that values are hashed by
 */
public record ZonePlaces(String root, Map<String, Zone> zones, Password key) {
    /** The rights of a zone that says nothing else: its group may read it, others may not enter. */
    public static final String RIGHTS = "rwxr-x---";

    public ZonePlaces {
        Objects.requireNonNull(root, "root");
        zones = Map.copyOf(zones);
        Objects.requireNonNull(key, "key");
    }

    /** Nothing is said of any zone. */
    public static ZonePlaces below(String root) {
        return new ZonePlaces(root, Map.of(), new Password.None());
    }

    /** The zone of that name. */
    public Zone zone(String name) {
        return zones.getOrDefault(name, new Zone(root + "/" + name, RIGHTS, Optional.empty()));
    }

    /**
     * A folder of masked copies.
     *
     * @param folder a path or URI
     * @param rights of the folder and those below it, as {@code ls} writes them; files have the same, but nobody may execute them
     * @param group whose; empty to leave that to the system
     */
    public record Zone(String folder, String rights, Optional<String> group) {
        public Zone {
            Objects.requireNonNull(folder, "folder");
            if (!rights.matches("rwx([r-][w-][x-]){2}")) {
                throw new IllegalArgumentException("rights must be as " + RIGHTS + ", found " + rights);
            }
            Objects.requireNonNull(group, "group");
        }
    }
}

package io.headrace.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Public keys that are trusted, by the names of their owners; no two have the same key.
 *
 * @param keys by name, in order of the names
 */
public record KeyRing(SortedMap<String, VerifyingKey> keys) {
    private static final String ENDING = ".pub";

    public KeyRing {
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
        Map<VerifyingKey, String> owners = new HashMap<>();
        keys.forEach((name, key) -> {
            String other = owners.put(key, name);
            if (other != null) {
                throw TrustErrors.sameKey(other, name);
            }
        });
    }

    /** One key. */
    public static KeyRing of(String name, VerifyingKey key) {
        return new KeyRing(new TreeMap<>(Map.of(name, key)));
    }

    /** All files {@code NAME.pub} of the folder. */
    public static KeyRing read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            SortedMap<String, VerifyingKey> keys = new TreeMap<>();
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().endsWith(ENDING))
                    .toList();
            found.forEach(file -> keys.put(owner(file), VerifyingKey.read(file)));
            return new KeyRing(keys);
        } catch (IOException e) {
            throw TrustErrors.unreadable(folder, e);
        }
    }

    private static String owner(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    /** Whose key it is, if it is one of these. */
    public Optional<String> owner(VerifyingKey key) {
        return keys.entrySet().stream()
                .filter(entry -> entry.getValue().equals(key))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The names, for messages: {@code ada, ben}, or {@code nobody}. */
    public String names() {
        return keys.isEmpty() ? "nobody" : String.join(", ", keys.keySet());
    }
}

package io.headrace.cli;

import io.headrace.privacy.ErasureRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Whom to erase, and why: the same options ask for an erasure and approve it. */
final class ErasureOptions {
    @Option(
            names = "--subject",
            paramLabel = "NAME=KEY",
            description =
                    "A person: whose key it is, as sources declare it by subject-key, and the key. May be repeated.")
    private List<String> subjects = new ArrayList<>();

    @Option(
            names = "--subjects",
            paramLabel = "NAME=FILE",
            description = "Persons: a file with one key in a line. They are erased in one pass.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, such as the number of the request; no personal data.")
    private String reason;

    @Option(
            names = "--models",
            paramLabel = "WHAT",
            defaultValue = "RETRAIN",
            description =
                    "What becomes of models that learnt from the persons, for the certificate: retrain, or keep by a policy of"
                            + " yours; default: retrain.")
    private ErasureRequest.Models models;

    @Option(
            names = "--keys-only",
            description =
                    "Destroy the keys of the persons' encrypted values, and nothing else: all versions of all tables stay.")
    private boolean keysOnly;

    /** Refuses a request without a reason. */
    void requireReason() {
        if (reason == null || reason.isBlank()) {
            throw CliErrors.erasureLacks("--reason");
        }
    }

    /** The request that the options make. */
    ErasureRequest request() {
        Map<String, List<String>> keys = keys(subjects, files);
        if (keys.size() != 1) {
            throw CliErrors.erasureLacks("--subject NAME=KEY or --subjects NAME=FILE, all of one name");
        }
        String subject = keys.keySet().iterator().next();
        return new ErasureRequest(
                subject,
                new TreeSet<>(keys.get(subject)),
                reason,
                models,
                keysOnly ? ErasureRequest.Reach.KEYS : ErasureRequest.Reach.ALL);
    }

    private static Map<String, List<String>> keys(List<String> subjects, List<String> files) {
        Map<String, List<String>> keys = new TreeMap<>();
        for (String subject : subjects) {
            String key = value(subject);
            of(keys, subject).add(key);
        }
        for (String file : files) {
            List<String> own = lines(Path.of(value(file)));
            of(keys, file).addAll(own);
        }
        return keys;
    }

    private static List<String> of(Map<String, List<String>> keys, String named) {
        return keys.computeIfAbsent(named.substring(0, named.indexOf('=')), first -> new ArrayList<>());
    }

    /** What stands behind the name; a user error where there is no name. */
    static String value(String named) {
        int at = named.indexOf('=');
        if (at < 1 || at == named.length() - 1) {
            throw CliErrors.erasureLacks("a name and a key, as in --subject customer_id=12431");
        }
        return named.substring(at + 1);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw CliErrors.unreadablePersons(file, e);
        }
    }
}

package io.headrace.trust.approval;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is to be approved: an action on a subject, and the digests of all that the approver has seen of it.
 *
 * <p>An approval counts as often as its proposal comes again. Where it may count once, let a digest be that of the event before, such as
 * the last one of the registry.
 *
 * @param action what is to be done
 * @param subject to what, such as a model and its version; no personal data
 * @param digests by name, such as {@code model}, {@code figures} and {@code gates}; one or more
 */
public record Proposal(Action action, String subject, SortedMap<String, String> digests) {
    public Proposal {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(subject, "subject");
        digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
        if (digests.isEmpty() || digests.containsValue("")) {
            throw new IllegalArgumentException("a proposal names the digest of what was seen, found " + digests);
        }
    }

    /** What is another than in that proposal, for messages; empty if nothing. */
    List<String> differences(Proposal other) {
        if (action != other.action) {
            return List.of("action");
        }
        if (!subject.equals(other.subject)) {
            return List.of("subject");
        }
        return Stream.concat(digests.keySet().stream(), other.digests.keySet().stream())
                .distinct()
                .sorted()
                .filter(name -> !Objects.equals(digests.get(name), other.digests.get(name)))
                .toList();
    }

    /** As in "promote lapse/7". */
    String words() {
        return action.verb() + " " + subject;
    }
}

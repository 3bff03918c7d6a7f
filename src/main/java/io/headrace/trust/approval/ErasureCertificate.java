package io.headrace.trust.approval;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.headrace.run.Json;
import io.headrace.trust.Envelope;
import io.headrace.trust.KeyRing;
import io.headrace.trust.SignedJson;
import io.headrace.trust.SigningKey;
import io.headrace.trust.chain.Canonical;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was searched for a person's data and what was removed, to be signed and kept.
 *
 * <p>It may be about several persons who were erased in one pass. It does not hold their keys, only a salted digest of each: whoever has a key can
 * tell that the certificate is about it. Whoever has
 * the certificate can try keys, so where keys are few or guessable, the certificate itself is personal data.
 *
 * @param lake which lake, as in the origin of its chains
 * @param column the column that identifies a person
 * @param salt 32 or more hexadecimal digits, drawn for this certificate
 * @param subjects {@link #subject(String, String, String)} of each person
 * @param actor who asked for it
 * @param reason why, such as the request's number; no personal data
 * @param fromMicros when the search began, microseconds since 1970
 * @param toMicros when the last removal was committed
 * @param places everything that was searched, without exception
 * @param approvals {@link Approval#digest} of those that the erasure needed
 */
public record ErasureCertificate(
        String lake,
        String column,
        String salt,
        List<String> subjects,
        String actor,
        String reason,
        long fromMicros,
        long toMicros,
        List<Place> places,
        List<String> approvals) {
    /** Media type of the signed text. */
    public static final String TYPE = "application/vnd.headrace.erasure+json";

    private static final Pattern SALT = Pattern.compile("[0-9a-f]{32,}");

    /**
     * One place that was searched.
     *
     * @param name the table, folder or target
     * @param files files that were read, 0 or more
     * @param found rows, or values outside tables, that were the person's
     * @param removed how many of these are gone
     * @param before digest of the place before, such as of its list of files
     * @param after digest of the place afterwards; equal to {@code before} if nothing was removed
     * @param remark why something is left, and what happens to it; empty if nothing
     */
    public record Place(String name, long files, long found, long removed, String before, String after, String remark) {
        public Place {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(remark, "remark");
            if (files < 0 || removed < 0 || removed > found) {
                throw new IllegalArgumentException(
                        name + ": " + removed + " removed of " + found + " found in " + files + " files");
            }
            if (removed < found && remark.isBlank()) {
                throw new IllegalArgumentException(name + ": of what is left a remark says why");
            }
        }

        /** How much is left. */
        public long left() {
            return found - removed;
        }
    }

    public ErasureCertificate {
        Objects.requireNonNull(lake, "lake");
        Objects.requireNonNull(column, "column");
        subjects = List.copyOf(subjects);
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(reason, "reason");
        places = List.copyOf(places);
        approvals = List.copyOf(approvals);
        if (!SALT.matcher(salt).matches()) {
            throw new IllegalArgumentException("a salt has 32 or more hexadecimal digits");
        }
        if (toMicros < fromMicros) {
            throw new IllegalArgumentException("an erasure ends after it began");
        }
        if (places.stream().map(Place::name).distinct().count() < places.size()) {
            throw new IllegalArgumentException("a place stands twice in a certificate");
        }
    }

    /** The same, ended at another time, which is not before it began. */
    public ErasureCertificate endedAt(long micros) {
        return new ErasureCertificate(
                lake,
                column,
                salt,
                subjects,
                actor,
                reason,
                fromMicros,
                Math.max(fromMicros, micros),
                places,
                approvals);
    }

    /** The person's digest: SHA-256 of the canonical bytes of the list {@code ("headrace-subject-1", salt, column, key)}. */
    public static String subject(String salt, String column, String key) {
        return Canonical.digest(List.of("headrace-subject-1", salt, column, key));
    }

    /** Whether the certificate is about the person with that key. */
    public boolean isAbout(String key) {
        return subjects.contains(subject(salt, column, key));
    }

    /** Whether nothing is left anywhere. */
    @JsonIgnore
    public boolean isComplete() {
        return places.stream().allMatch(place -> place.left() == 0);
    }

    /**
     * What speaks against the certificate after a new search; empty if nothing.
     *
     * @param again what was found now, place by place
     */
    public List<String> contradictions(List<Place> again) {
        Map<String, Place> now = again.stream().collect(Collectors.toMap(Place::name, Function.identity()));
        Map<String, Long> left = places.stream().collect(Collectors.toMap(Place::name, Place::left));
        Stream<String> unsearched = places.stream()
                .filter(place -> !now.containsKey(place.name()))
                .map(place -> place.name() + " was not searched again");
        Stream<String> found = again.stream()
                .filter(place -> place.found() > left.getOrDefault(place.name(), 0L))
                .map(place -> place.name() + " has " + place.found() + " of the person's, and "
                        + left.getOrDefault(place.name(), 0L) + " were left");
        return Stream.concat(unsearched, found).toList();
    }

    /** The certificate with its signature. */
    public Envelope signed(SigningKey key) {
        return Envelope.signed(TYPE, Json.write(this), key);
    }

    /**
     * Reads a certificate and verifies its signature.
     *
     * @param where where the text is from, for messages
     * @throws io.headrace.run.HeadraceException if it is no certificate signed by a key of the ring
     */
    public static ErasureCertificate open(String json, KeyRing trusted, String where) {
        Envelope envelope = Envelope.parse(json, where);
        if (!envelope.payloadType().equals(TYPE)) {
            throw CertificateErrors.noCertificate(where, "its type is " + envelope.payloadType());
        }
        Optional<String> signer = envelope.signer(trusted);
        if (signer.isEmpty()) {
            throw CertificateErrors.notSigned(where, trusted);
        }
        try {
            return SignedJson.read(envelope.payload(), ErasureCertificate.class);
        } catch (IllegalArgumentException e) {
            throw CertificateErrors.noCertificate(where, e.getMessage());
        }
    }
}

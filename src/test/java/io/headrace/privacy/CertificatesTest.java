package io.headrace.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.headrace.privacy.ErasureRequest.Models;
import io.headrace.privacy.ErasureRequest.Reach;
import io.headrace.privacy.search.Hit;
import io.headrace.spec.Places;
import io.headrace.spec.Project;
import io.headrace.trust.approval.ErasureCertificate;
import io.headrace.trust.approval.ErasureCertificate.Place;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CertificatesTest {
    private static final Project PROJECT = new Project(
            new Places("test", Path.of(""), "lake", "landing", "exports", Map.of(), "", ZoneOffset.UTC, 0, Map.of()),
            new TreeMap<>(),
            new TreeMap<>(),
            List.of());
    private static final ErasureRequest REQUEST =
            new ErasureRequest("customer_id", new TreeSet<>(List.of("12431")), "request 17", Models.KEEP, Reach.ALL);

    private static SortedMap<String, Found> found(Found... places) {
        SortedMap<String, Found> found = new TreeMap<>();
        for (Found place : places) {
            found.put(place.place(), place);
        }
        return found;
    }

    private static Found place(String name, String digest, int hits) {
        return new Found(
                name, 3, digest, Collections.nCopies(hits, new Hit("file", Hit.Place.BYTES, "", "text", 1)), 0);
    }

    /** A run that goes on after a kill may know fewer of the person's texts, as the rows that held them are gone. */
    @Test
    void whereNoFileIsAnotherOneNothingWasRemovedHoweverLittleIsFound() {
        ErasurePlan plan = ErasurePlan.of(
                found(place(PlaceSearch.LANDING, "same", 4), place("silver.customers", "before", 4)), new TreeMap<>());
        ErasureCertificate certificate = new Certificates(PROJECT, REQUEST, false, List.of())
                .of(
                        plan,
                        found(place(PlaceSearch.LANDING, "same", 1), place("silver.customers", "after", 0)),
                        "00112233445566778899aabbccddeeff",
                        "ann",
                        1,
                        2);
        assertThat(certificate.places())
                .extracting(Place::name, Place::found, Place::removed, Place::left)
                .contains(tuple(PlaceSearch.LANDING, 4L, 0L, 4L), tuple("silver.customers", 4L, 4L, 0L));
        assertThat(certificate.places())
                .filteredOn(place -> place.left() > 0)
                .allMatch(place -> place.remark().contains("which Headrace does not delete"));
    }
}

package io.headrace.privacy;

import io.headrace.spec.Layer;
import io.headrace.spec.Project;
import io.headrace.trust.approval.ErasureCertificate;
import io.headrace.trust.approval.ErasureCertificate.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/** Writes down what an erasure found and removed, place by place, and why something is left. */
final class Certificates {
    private static final String KEYS = "keys of encrypted values";
    private static final String NO_DIGEST = "";

    private final Project project;
    private final ErasureRequest request;
    private final boolean isWithKeys;
    private final List<String> approvals;

    /**
     * Those of an erasure.
     *
     * @param isWithKeys whether keys of encrypted values were destroyed
     * @param approvals digests of those that it needed
     */
    Certificates(Project project, ErasureRequest request, boolean isWithKeys, List<String> approvals) {
        this.approvals = List.copyOf(approvals);
        this.isWithKeys = isWithKeys;
        this.project = Objects.requireNonNull(project, "project");
        this.request = Objects.requireNonNull(request, "request");
    }

    /** @param now what the last search found */
    ErasureCertificate of(
            ErasurePlan plan, SortedMap<String, Found> now, String salt, String actor, long fromMicros, long toMicros) {
        List<Place> places = new ArrayList<>(searched(plan, now));
        if (isWithKeys) {
            int persons = request.keys().size();
            places.add(new Place(
                    KEYS,
                    0,
                    persons,
                    persons,
                    NO_DIGEST,
                    NO_DIGEST,
                    "destroyed: what they encrypted can be read by nobody, in no version of any table"));
        }
        plan.learnt()
                .forEach((model, versions) -> places.add(new Place(
                        "versions of model " + model,
                        0,
                        versions.size(),
                        0,
                        NO_DIGEST,
                        NO_DIGEST,
                        learnt(model, versions))));
        project.places()
                .databases()
                .keySet()
                .forEach(
                        name -> places.add(
                                new Place(
                                        "database " + name,
                                        0,
                                        0,
                                        0,
                                        NO_DIGEST,
                                        NO_DIGEST,
                                        "not searched from here; the next export is without the persons, what was exported stays until then")));
        return new ErasureCertificate(
                project.places().lake(),
                request.subject(),
                salt,
                request.keys().stream()
                        .map(key -> ErasureCertificate.subject(salt, request.subject(), key))
                        .sorted()
                        .toList(),
                actor,
                request.reason(),
                fromMicros,
                Math.max(fromMicros, toMicros),
                places,
                approvals);
    }

    /**
     * What a search found, as a certificate has it; a place that was not there before counts from now. Where no file is another one, nothing was removed, however
     * little a resumed run still knows to look for.
     */
    private List<Place> searched(ErasurePlan plan, SortedMap<String, Found> now) {
        return now.values().stream()
                .map(place -> {
                    ErasurePlan.Place before = plan.places()
                            .getOrDefault(place.place(), new ErasurePlan.Place(0, 0, place.times(), place.digest()));
                    long found = Math.max(before.found(), place.times());
                    long left = before.digest().equals(place.digest()) ? found : place.times();
                    return new Place(
                            place.place(),
                            place.files(),
                            found,
                            found - left,
                            before.digest(),
                            place.digest(),
                            remark(place, left));
                })
                .toList();
    }

    private String remark(Found place, long times) {
        String unread = place.unread() == 0
                ? ""
                : place.unread() + (place.unread() == 1 ? " file" : " files") + " could not be looked into";
        String left = times == 0 ? "" : left(place.place());
        return unread + (unread.isEmpty() || left.isEmpty() ? "" : "; ") + left;
    }

    private String left(String place) {
        if (place.equals(PlaceSearch.LANDING)) {
            return "files of their senders, which Headrace does not delete; what comes again is turned away";
        }
        if (place.equals(PlaceSearch.EXPORTS)) {
            return "drops that were delivered; the next one is without the persons";
        }
        if (place.startsWith(Layer.MODELS.folder() + "/")) {
            return "a model file does not change: the model is to be trained again";
        }
        if (request.reach() == ErasureRequest.Reach.KEYS) {
            return "it rests in clear, and only keys were to be destroyed";
        }
        return "it came while the erasure ran, or cannot be rewritten: erase again with --force";
    }

    private String learnt(String model, List<String> versions) {
        String which = (versions.size() == 1 ? "version " : "versions ") + String.join(", ", versions) + " of " + model
                + " learnt from the persons and can no more be reproduced: ";
        return which
                + switch (request.models()) {
                    case RETRAIN -> "to be trained again";
                    case KEEP -> "kept by the policy of the owners";
                };
    }

    /**
     * What a later search found, to be compared with a certificate.
     *
     * @param keys how many of the persons have a key
     */
    static List<Place> again(SortedMap<String, Found> now, long keys, ErasureCertificate certificate) {
        List<Place> places = new ArrayList<>(now.values().stream()
                .map(place -> new Place(
                        place.place(), place.files(), place.times(), 0, NO_DIGEST, place.digest(), "found again"))
                .toList());
        if (certificate.places().stream().anyMatch(place -> place.name().equals(KEYS))) {
            places.add(new Place(KEYS, 0, keys, 0, NO_DIGEST, NO_DIGEST, "found again"));
        }
        // What no search reaches is as it was certified.
        certificate.places().stream()
                .filter(place -> !now.containsKey(place.name()) && !place.name().equals(KEYS))
                .filter(place -> place.files() == 0 || isGone(place))
                .forEach(places::add);
        return places;
    }

    /** A table that was there and is not any more holds nothing. */
    private static boolean isGone(Place place) {
        return place.left() == 0;
    }
}

package io.headrace.spec.hocon;

import io.headrace.metric.Target;
import io.headrace.spec.FairnessSpec;
import io.headrace.spec.NearestName;
import io.headrace.spec.TrainSpec.Fairness;
import io.headrace.spec.TrainSpec.WhenUnknown;
import io.headrace.stats.fairness.FairnessPolicy;
import java.util.List;
import java.util.Optional;

/** Reads what a train job has to do with protected groups: those of the fairness job that it names. */
final class FairnessUseReader {
    private FairnessUseReader() {}

    static Optional<Fairness> read(Section job, String model, Target target, Catalog catalog) {
        if (!job.has("fairness")) {
            return Optional.empty();
        }
        Section section = job.section("fairness");
        if (target != Target.BINARY) {
            job.problem("fairness", "applies to a binary label only; this label is " + target.words());
        }
        Optional<FairnessSpec> named = catalog.fairness(section, "job");
        named.filter(found -> !found.model().equals(model) && !model.equals(ValueType.NO_NAME))
                .ifPresent(found -> section.problem(
                        "job",
                        found.name() + " is about the model " + found.model() + ", expected one about " + model));
        List<String> policies = section.has("policies")
                ? names(section, "policies", "policy", named.map(FairnessUseReader::policies))
                : named.map(FairnessUseReader::policies).orElse(List.of());
        WhenUnknown unknown = section.value("unknown", ValueType.choice(WhenUnknown.class), WhenUnknown.PASSES);
        List<String> reweighing = section.has("reweighing")
                ? names(
                        section,
                        "reweighing",
                        "protected column",
                        named.map(found -> found.groups().names()))
                : List.of();
        return named.map(found -> new Fairness(found, policies, unknown, reweighing));
    }

    private static List<String> policies(FairnessSpec job) {
        return job.policies().stream().map(FairnessPolicy::name).toList();
    }

    /** @param known empty where that is not known */
    private static List<String> names(Section section, String key, String what, Optional<List<String>> known) {
        return section
                .list(
                        key,
                        ValueType.ANY_TEXT,
                        (name, place) -> known.filter(names -> !names.contains(name))
                                .ifPresent(names -> section.problem(
                                        place,
                                        "the job has no " + what + " \"" + name + "\""
                                                + NearestName.hint(name, names))))
                .stream()
                .distinct()
                .toList();
    }
}

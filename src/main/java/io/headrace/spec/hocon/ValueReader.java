package io.headrace.spec.hocon;

import io.headrace.spec.JobHeader;
import io.headrace.spec.Layer;
import io.headrace.spec.TableName;
import io.headrace.spec.ValueJobSpec;
import io.headrace.spec.ValueJobSpec.Compute;
import io.headrace.spec.ValueJobSpec.Version;
import io.headrace.spec.hocon.JobReader.Declared;
import io.headrace.stats.value.ChurnCampaign;
import io.headrace.stats.value.ComputePrice;
import io.headrace.stats.value.CostMatrix;
import io.headrace.stats.value.ValidDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a value job. */
public final class ValueReader {
    private static final ValueType<Double> AMOUNT = ValueType.NUMBER.expecting(
            "a number, the same for all rows: counts by score bin cannot tell values that differ by row");

    private ValueReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        String model = JobReader.nameAfterKind(section, "model", header, ValueJobSpec.KIND);
        TableName scores = section.value("scores", ValueType.TABLE, Layer.SCORES.table(model));
        catalog.needsPublished(scores, section.place("scores"));
        catalog.needsBinary(model, section.place("model"));
        String currency = section.required("currency", ValueType.TEXT);
        String named = currency.isBlank() ? ValueType.NO_NAME : currency;
        return new Declared(
                new ValueJobSpec(header, model, scores, compute(section, named), versions(section, named)),
                section.place("model"));
    }

    private static Optional<Compute> compute(Section section, String currency) {
        Optional<Double> price = section.find("core-hour", ValueType.numberFrom(0));
        Optional<Integer> cores = section.find("cores", ValueType.wholeNumberFrom(1));
        if (price.isPresent() && cores.isEmpty()) {
            section.problem(
                    "core-hour",
                    "needs cores, how many a run of the score job holds: the ledger knows only how long it took");
        } else if (cores.isPresent() && price.isEmpty()) {
            section.problem("cores", "needs core-hour, the price of a core for an hour");
        }
        return price.flatMap(perHour -> cores.map(held -> new Compute(new ComputePrice(perHour, currency), held)));
    }

    /** The law of acceptance has a default, the one that is published with the method; amounts have none. */
    private static Optional<ChurnCampaign> campaign(Section version) {
        if (!version.has("campaign")) {
            return Optional.empty();
        }
        Section campaign = version.section("campaign");
        double lifetimeValue = campaign.required("lifetime-value", ValueType.positiveNumber());
        double incentive = campaign.required("incentive", ValueType.numberFrom(0));
        double contact = campaign.required("contact", ValueType.numberFrom(0));
        Section acceptance = campaign.section("acceptance");
        double alpha = acceptance.value("alpha", ValueType.positiveNumber(), ChurnCampaign.ALPHA);
        double beta = acceptance.value("beta", ValueType.positiveNumber(), ChurnCampaign.BETA);
        if (incentive >= lifetimeValue) {
            campaign.problem(
                    "incentive",
                    "expected less than lifetime-value, what a customer who is kept is worth, found "
                            + campaign.scalar("incentive"));
            return Optional.empty();
        }
        return Optional.of(new ChurnCampaign(alpha, beta, lifetimeValue, incentive, contact));
    }

    /** What a version says of its days. */
    private record Said(Section section, LocalDate from, Optional<LocalDate> until) {}

    private static List<Version> versions(Section section, String currency) {
        List<Version> versions = new ArrayList<>();
        List<Said> said = new ArrayList<>();
        for (Section version : section.sections("versions")) {
            Said days =
                    new Said(version, version.required("from", ValueType.DATE), version.find("until", ValueType.DATE));
            said.add(days);
            versions.add(new Version(
                    said.size(),
                    new CostMatrix(
                            version.required("hit", AMOUNT),
                            version.required("false-alarm", AMOUNT),
                            version.required("miss", AMOUNT),
                            version.value("rest", AMOUNT, 0.0),
                            currency),
                    version.find("capacity", ValueType.positiveShare()),
                    campaign(version),
                    ValidDays.from(days.from())));
        }
        if (said.isEmpty()) {
            if (section.isList("versions")) {
                section.problem("versions", "expected at least one, found none");
            }
            return List.of(new Version(
                    1,
                    CostMatrix.ofCosts(0, 0, currency),
                    Optional.empty(),
                    Optional.empty(),
                    ValidDays.from(LocalDate.EPOCH)));
        }
        return follows(said) ? withDays(versions, said) : versions.subList(0, 1);
    }

    /** Whether each version begins where the one before it ends; else the lines that do not are told. */
    private static boolean follows(List<Said> said) {
        boolean follows = true;
        for (int i = 0; i < said.size(); i++) {
            Said here = said.get(i);
            Optional<Said> next = i + 1 < said.size() ? Optional.of(said.get(i + 1)) : Optional.empty();
            Optional<LocalDate> end = here.until();
            if (end.filter(day -> !day.isAfter(here.from())).isPresent()) {
                here.section().problem("until", "expected a day after from, " + here.from() + ", found " + end.get());
                follows = false;
            } else if (next.filter(after -> !after.from().isAfter(here.from())).isPresent()) {
                Section after = next.get().section();
                after.problem(
                        "from",
                        "expected a day after " + here.from() + ", from which the version before it holds, found "
                                + next.get().from());
                follows = false;
            } else if (end.isPresent()
                    && next.isPresent()
                    && !end.get().equals(next.get().from())) {
                LocalDate begin = next.get().from();
                here.section()
                        .problem(
                                "until",
                                "expected " + begin + ", where the next version begins, found " + end.get() + ": "
                                        + (end.get().isAfter(begin)
                                                ? "both would hold between"
                                                : "none would hold between"));
                follows = false;
            }
        }
        return follows;
    }

    private static List<Version> withDays(List<Version> versions, List<Said> said) {
        List<Version> found = new ArrayList<>();
        for (int i = 0; i < said.size(); i++) {
            Version version = versions.get(i);
            Optional<LocalDate> end = i + 1 < said.size()
                    ? Optional.of(said.get(i + 1).from())
                    : said.get(i).until();
            found.add(new Version(
                    version.number(),
                    version.matrix(),
                    version.capacity(),
                    version.campaign(),
                    new ValidDays(said.get(i).from(), end)));
        }
        return found;
    }
}

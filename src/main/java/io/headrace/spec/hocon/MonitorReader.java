package io.headrace.spec.hocon;

import io.headrace.policy.Basis;
import io.headrace.policy.Grouping;
import io.headrace.policy.Persistence;
import io.headrace.policy.Policy;
import io.headrace.policy.RetrainRules;
import io.headrace.policy.RollbackRules;
import io.headrace.policy.Severity;
import io.headrace.spec.JobHeader;
import io.headrace.spec.KeyPlace;
import io.headrace.spec.Layer;
import io.headrace.spec.MonitorSpec;
import io.headrace.spec.MonitorSpec.Against;
import io.headrace.spec.MonitorSpec.Calibration;
import io.headrace.spec.MonitorSpec.Delivery;
import io.headrace.spec.MonitorSpec.Drift;
import io.headrace.spec.MonitorSpec.Notices;
import io.headrace.spec.MonitorSpec.Window;
import io.headrace.spec.NoticeTarget;
import io.headrace.spec.NoticeTarget.Body;
import io.headrace.spec.NoticeTarget.Channel;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.JobReader.Declared;
import io.headrace.stats.drift.ColumnsTogether;
import io.headrace.stats.drift.VolumeChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads a monitor job. */
public final class MonitorReader {
    private static final double LEVEL = 0.01;
    private static final double TOLERANCE = 0.1;
    private static final double TWENTIETH = 0.05;
    private static final double FIFTH = 0.2;
    private static final double VOLUME = 0.3;
    private static final int ROWS = 100;
    private static final int TWICE = 2;
    private static final int LOOKED_AT = 3;
    private static final int WEEK = 7;
    private static final int FORTNIGHT = 14;
    private static final int MONTH = 30;
    private static final int QUARTER = 90;
    private static final String SCORE = "score";

    private MonitorReader() {}

    /** Reads the keys of the job. */
    public static Declared read(Section section, JobHeader header, Catalog catalog) {
        String model = JobReader.nameAfterKind(section, "model", header, MonitorSpec.KIND);
        TableName scores = section.value("scores", ValueType.TABLE, Layer.SCORES.table(model));
        catalog.needsPublished(scores, section.place("scores"));
        Map<String, KeyPlace> named = new HashMap<>();
        MonitorSpec job = new MonitorSpec(
                header,
                model,
                scores,
                window(section.section("window")),
                against(section.section("against")),
                drift(section.section("drift"), named),
                calibration(section.section("calibration")),
                delivery(section.section("delivery")),
                policy(section),
                notices(section.section("notify")));
        named.remove(SCORE);
        named.remove(ColumnsTogether.NAME);
        catalog.needsFeatures(model, named, section.place("model"));
        return new Declared(job, section.place("model"));
    }

    private static Window window(Section section) {
        return section.<Window>oneOf(
                Map.of(
                        "days", () -> new Window.Days(section.required("days", ValueType.wholeNumberFrom(1))),
                        "runs", () -> new Window.Runs(section.required("runs", ValueType.wholeNumberFrom(1)))),
                () -> new Window.Days(1));
    }

    private static List<Against> against(Section section) {
        List<Against> against = new ArrayList<>();
        if (section.value("training", ValueType.TRUTH, true)) {
            against.add(new Against.Training());
        }
        section.find("trailing", ValueType.wholeNumberFrom(1))
                .ifPresent(windows -> against.add(new Against.Trailing(windows)));
        section.find("season", ValueType.daysFrom(1)).ifPresent(days -> against.add(new Against.Season(days)));
        section.requireSome(against, "training, trailing or season to compare with");
        return against;
    }

    private static Drift drift(Section section, Map<String, KeyPlace> named) {
        Set<String> ignored = new HashSet<>();
        if (section.has("ignore")) {
            ignored.addAll(section.list("ignore", ValueType.TEXT, named::put));
        }
        return new Drift(
                section.value("tolerance", ValueType.positiveShare(), TOLERANCE),
                tolerances(section.section("tolerances"), named),
                section.value("missing", ValueType.positiveShare(), TWENTIETH),
                section.value("unseen", ValueType.positiveShare(), TWENTIETH),
                ignored,
                section.value("rows-at-least", ValueType.wholeNumberFrom(1), ROWS));
    }

    private static Calibration calibration(Section section) {
        return new Calibration(
                section.value("ratio", ValueType.positiveShare(), FIFTH),
                section.value("slope", ValueType.positiveShare(), FIFTH));
    }

    private static Delivery delivery(Section section) {
        return new Delivery(
                section.value("windows", ValueType.wholeNumberFrom(VolumeChange.LEAST_WINDOWS), FORTNIGHT),
                section.value("volume", ValueType.positiveShare(), VOLUME),
                section.value("late", ValueType.daysFrom(0), 0));
    }

    private static Policy policy(Section job) {
        Section section = job.section("policy");
        return new Policy(
                job.section("drift").value("level", ValueType.properShare(), LEVEL),
                Map.of(),
                persistence(section.section("drift"), TWICE, LOOKED_AT),
                persistence(section.section("performance"), 1, 1),
                bases(section, "page-on", Set.of(Basis.ESTIMATED, Basis.REALISED)),
                section.value("cool-down", ValueType.daysFrom(0), WEEK),
                section.value("group", ValueType.choice(Grouping.class), Grouping.TOGETHER),
                section.value("false-alert-every", ValueType.daysFrom(1), QUARTER),
                retrain(section.section("retrain")),
                rollBack(section.section("roll-back")));
    }

    private static Notices notices(Section section) {
        List<NoticeTarget> targets = new ArrayList<>();
        Section webhooks = section.section("webhooks");
        for (String name : webhooks.names(ValueType.KEBAB_NAME)) {
            targets.add(target(name, webhooks.section(name), MonitorReader::webhook));
        }
        Section files = section.section("files");
        for (String name : files.names(ValueType.KEBAB_NAME)) {
            if (targets.stream().anyMatch(target -> target.name().equals(name))) {
                files.problem(name, "a webhook has this name, too: what was delivered is known by it");
            }
            targets.add(target(
                    name, files.section(name), file -> new Channel.Lines(file.required("path", ValueType.FILE))));
        }
        return new Notices(
                section.value("within", ValueType.daysFrom(1), WEEK),
                targets,
                section.find("metrics", ValueType.METRICS_FILE));
    }

    private static NoticeTarget target(String name, Section section, Function<Section, Channel> channel) {
        return new NoticeTarget(
                name, section.value("from", ValueType.choice(Severity.class), Severity.TICKET), channel.apply(section));
    }

    private static Channel webhook(Section section) {
        return new Channel.Webhook(
                SecretReader.required(section, "url", "the address"),
                section.value("body", ValueType.choice(Body.class), Body.JSON));
    }

    private static SortedMap<String, Double> tolerances(Section own, Map<String, KeyPlace> named) {
        SortedMap<String, Double> tolerances = new TreeMap<>();
        for (String column : own.names(ValueType.TEXT)) {
            tolerances.put(column, own.required(column, ValueType.positiveShare()));
            named.put(column, own.place(column));
        }
        return tolerances;
    }

    private static Persistence persistence(Section section, int windows, int of) {
        int seen = section.value("windows", ValueType.wholeNumberFrom(1), windows);
        int looked = section.value("of", ValueType.wholeNumberFrom(1), Math.max(seen, of));
        if (looked < seen) {
            section.problem("of", "expected " + seen + " or more, the number of windows, found " + looked);
            return new Persistence(seen, seen);
        }
        return new Persistence(seen, looked);
    }

    private static Set<Basis> bases(Section section, String key, Set<Basis> otherwise) {
        return section.has(key) ? Set.copyOf(section.list(key, ValueType.choice(Basis.class))) : otherwise;
    }

    private static RetrainRules retrain(Section section) {
        return new RetrainRules(
                section.find("every", ValueType.daysFrom(1))
                        .map(OptionalInt::of)
                        .orElse(OptionalInt.empty()),
                section.find("drifted-importance", ValueType.positiveShare())
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()),
                bases(section, "decay", Set.of()),
                section.find("new-labels", ValueType.wholeNumberFrom(1))
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                section.value("rest", ValueType.daysFrom(0), WEEK));
    }

    private static RollbackRules rollBack(Section section) {
        return new RollbackRules(
                bases(section, "on", Set.of()),
                section.value("within", ValueType.daysFrom(1), FORTNIGHT),
                section.value("rest", ValueType.daysFrom(0), MONTH));
    }
}

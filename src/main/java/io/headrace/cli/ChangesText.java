package io.headrace.cli;

import io.headrace.model.ChangeParts;
import io.headrace.trace.RunDifference;
import io.headrace.trace.ScoreChanges;
import io.headrace.trace.ScoreChanges.Changed;
import io.headrace.trace.ScoreChanges.Counts;
import io.headrace.trace.ScoreChanges.Day;
import io.headrace.trace.ScoreChanges.Decided;
import io.headrace.trace.ScoreChanges.FeatureChange;
import io.headrace.trace.ScoreChanges.FeatureTotal;
import io.headrace.trace.ScoreChanges.Scale;
import io.headrace.trace.ScoreChanges.Totals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why scores changed, in words and as JSON. The figures of a table sum as they are shown. */
final class ChangesText {
    private static final int DECIMALS = 6;
    private static final String NONE = "";

    private final Screen screen;
    private final ScoreChanges found;
    private final boolean isOfOne;

    /** @param isOfOne whether one entity was asked for */
    ChangesText(Screen screen, ScoreChanges found, boolean isOfOne) {
        this.screen = screen;
        this.found = found;
        this.isOfOne = isOfOne;
    }

    void show() {
        screen.line(found.table() + " as of " + found.first().asOf() + ", by "
                + found.first().run() + ", and as of " + found.second().asOf() + ", by "
                + found.second().run());
        found.causes().forEach(cause -> screen.line("  " + words(cause)));
        if (found.causes().isEmpty()) {
            screen.line("  the runs differ in their data alone");
        }
        screen.line(words(found.counts()));
        if (!found.counts().example().isEmpty()) {
            screen.line("  not comparable, for example " + found.counts().example());
        }
        if (isOfOne) {
            found.largest().forEach(this::show);
        } else {
            found.totals().ifPresent(this::show);
            largest();
        }
    }

    private static String words(RunDifference cause) {
        return cause.what() + ": " + orNone(cause.before()) + " -> " + orNone(cause.after());
    }

    /** The text, or a word where it is empty. */
    static String orNone(String text) {
        return text.isEmpty() ? "none" : text;
    }

    private String words(Counts counts) {
        return String.format(
                Locale.ROOT,
                "%,d compared, %,d came, %,d left%s; %,d decisions became positive, %,d negative",
                counts.compared(),
                counts.came(),
                counts.left(),
                counts.incomparable() == 0
                        ? NONE
                        : String.format(Locale.ROOT, ", %,d not comparable", counts.incomparable()),
                counts.toPositive(),
                counts.toNegative());
    }

    private void show(Changed row) {
        screen.line(found.entity() + " " + row.key() + ": " + change(row));
        List<List<Object>> lines = new ArrayList<>();
        ChangeParts predictions = row.predictions().rounded(DECIMALS);
        ChangeParts scores = row.scores().rounded(DECIMALS);
        lines.add(List.of("before", plain(predictions.from()), plain(scores.from()), NONE, NONE));
        lines.add(List.of("model", signed(predictions.model()), signed(scores.model()), NONE, NONE));
        lines.add(List.of("data", signed(predictions.data()), signed(scores.data()), NONE, NONE));
        for (int i = 0; i < row.features().size(); i++) {
            FeatureChange feature = row.features().get(i);
            lines.add(List.of(
                    "  " + feature.feature(),
                    NONE,
                    signed(scores.features().get(i)),
                    feature.before().orElse("missing"),
                    feature.after().orElse("missing")));
        }
        lines.add(List.of("after", plain(predictions.to()), plain(scores.to()), NONE, NONE));
        screen.table(List.of("", "prediction", scale(found.scale()) + of(row.ofClass()), "was", "is"), lines);
    }

    private static String change(Changed row) {
        return who(row.first()) + " -> " + who(row.second());
    }

    private static String who(Decided by) {
        return "version " + by.version() + " (" + by.arm() + "), decided " + (by.decision() ? "positive" : "negative");
    }

    private static String of(Optional<String> ofClass) {
        return ofClass.map(name -> " of " + name).orElse(NONE);
    }

    private static String scale(Scale scale) {
        return scale == Scale.SCORE ? "score" : "raw score (" + scale.word() + ")";
    }

    private void show(Totals totals) {
        long count = found.counts().compared();
        ChangeParts predictions = totals.predictions().dividedBy(count, DECIMALS);
        ChangeParts scores = totals.scores().dividedBy(count, DECIMALS);
        List<List<Object>> lines = new ArrayList<>();
        lines.add(List.of("before", plain(predictions.from()), plain(scores.from()), NONE));
        lines.add(List.of("model", signed(predictions.model()), signed(scores.model()), NONE));
        lines.add(List.of("data", signed(predictions.data()), signed(scores.data()), NONE));
        for (int i = 0; i < totals.features().size(); i++) {
            FeatureTotal feature = totals.features().get(i);
            lines.add(List.of(
                    "  " + feature.feature(), NONE, signed(scores.features().get(i)), feature.rows()));
        }
        lines.add(List.of("after", plain(predictions.to()), plain(scores.to()), NONE));
        screen.table(
                List.of("mean of those compared", "prediction", scale(found.scale()), "rows that it moved"), lines);
    }

    private void largest() {
        screen.line("largest changes:");
        screen.table(
                List.of(found.entity(), "before", "after", "model", "data", "decision", "what moved it most"),
                found.largest().stream().map(ChangesText::line).toList());
    }

    private static List<Object> line(Changed row) {
        ChangeParts predictions = row.predictions().rounded(DECIMALS);
        return List.of(
                row.key(),
                plain(predictions.from()),
                plain(predictions.to()),
                signed(predictions.model()),
                signed(predictions.data()),
                (row.first().decision() ? "positive" : "negative")
                        + (row.first().decision() == row.second().decision()
                                ? NONE
                                : row.second().decision() ? " -> positive" : " -> negative"),
                row.features().stream()
                        .filter(feature -> feature.part().signum() != 0)
                        .limit(2)
                        .map(feature ->
                                feature.feature() + " " + feature.before().orElse("missing") + " -> "
                                        + feature.after().orElse("missing"))
                        .collect(Collectors.joining(", ")));
    }

    private static String plain(BigDecimal figure) {
        return figure.toPlainString();
    }

    private static String signed(BigDecimal figure) {
        return figure.signum() > 0 ? "+" + plain(figure) : plain(figure);
    }

    static Map<String, Object> json(ScoreChanges found) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", found.table());
        json.put("first", json(found.first()));
        json.put("second", json(found.second()));
        json.put("scale", found.scale().word());
        json.put("differences", found.causes().stream().map(ChangesText::json).toList());
        json.put("compared", found.counts().compared());
        json.put("came", found.counts().came());
        json.put("left", found.counts().left());
        json.put("incomparable", found.counts().incomparable());
        json.put(
                "incomparable_example",
                found.counts().example().isEmpty() ? null : found.counts().example());
        json.put("became_positive", found.counts().toPositive());
        json.put("became_negative", found.counts().toNegative());
        json.put("sums", found.totals().map(ChangesText::json).orElse(null));
        json.put("rows", found.largest().stream().map(ChangesText::json).toList());
        return json;
    }

    private static Map<String, Object> json(Day day) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("as_of", day.asOf());
        json.put("run_id", day.run());
        json.put("versions", day.versions());
        return json;
    }

    static Map<String, Object> json(RunDifference cause) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", cause.kind().word());
        json.put("what", cause.what());
        json.put("before", cause.before());
        json.put("after", cause.after());
        return json;
    }

    private static Map<String, Object> json(Totals totals) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("prediction", parts(totals.predictions()));
        json.put("score", parts(totals.scores()));
        json.put("features", totals.features().stream().map(ChangesText::json).toList());
        return json;
    }

    private static Map<String, Object> json(FeatureTotal feature) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("feature", feature.feature());
        json.put("part", number(feature.part()));
        json.put("size", number(feature.size()));
        json.put("rows", feature.rows());
        return json;
    }

    private static Map<String, Object> json(Changed row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", row.key());
        json.put("first", json(row.first()));
        json.put("second", json(row.second()));
        json.put("class", row.ofClass().orElse(null));
        json.put("prediction", parts(row.predictions()));
        json.put("score", parts(row.scores()));
        json.put("features", row.features().stream().map(ChangesText::json).toList());
        return json;
    }

    private static Map<String, Object> json(Decided by) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("arm", by.arm());
        json.put("version", by.version());
        json.put("decision", by.decision());
        return json;
    }

    private static Map<String, Object> json(FeatureChange feature) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("feature", feature.feature());
        json.put("part", number(feature.part()));
        json.put("before", feature.before().orElse(null));
        json.put("after", feature.after().orElse(null));
        return json;
    }

    private static Map<String, Object> parts(ChangeParts parts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("before", number(parts.from()));
        json.put("after", number(parts.to()));
        json.put("change", number(parts.change()));
        json.put("model", number(parts.model()));
        json.put("data", number(parts.data()));
        return json;
    }

    /** The same number in as few digits as it needs. */
    private static BigDecimal number(BigDecimal figure) {
        return figure.signum() == 0 ? BigDecimal.ZERO : figure.stripTrailingZeros();
    }
}

package io.headrace.demo.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.report.DisplayFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The numbers the page's script draws; a null chart is not drawn.
 *
 * @param areas areas under the ROC curve
 * @param gains one curve per ranking, in per cent of cases and of lapses
 * @param calibration one dot per group, in per cent
 * @param profit one bar per plan
 */
record DemoCharts(List<Dot> areas, List<Curve> gains, List<Group> calibration, Bars profit) {
    private static final ObjectMapper JSON = new ObjectMapper();

    record Dot(String role, String label, double value, double low, double high, String text) {}

    record Bars(String currency, List<Dot> plans) {}

    record Curve(String role, String label, List<Position> points) {}

    record Position(double x, double y) {}

    record Group(double x, double y, double low, double high, String text) {}

    static DemoCharts of(DemoReport report) {
        return new DemoCharts(
                report.quality().map(DemoCharts::areas).orElse(null),
                report.gains().map(DemoCharts::gains).orElse(null),
                report.calibration().map(DemoCharts::calibration).orElse(null),
                report.profit().map(DemoCharts::profit).orElse(null));
    }

    /** JSON that may stand in a script element: without a less-than sign no text in it can end the element. */
    String json() {
        try {
            return JSON.writeValueAsString(this).replace("<", "\\u003c");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("records of texts and numbers are always JSON", impossible);
        }
    }

    private static List<Dot> areas(ModelQuality quality) {
        List<Dot> dots = new ArrayList<>();
        quality.bestPossible().ifPresent(best -> dots.add(area("best", "Best possible", best)));
        dots.add(area("model", "Model " + quality.modelVersion(), quality.model()));
        dots.add(area("rule", "Recency rule", quality.recencyRule()));
        return dots;
    }

    private static Dot area(String role, String label, Estimate area) {
        return new Dot(role, label, area.value(), area.low(), area.high(), DisplayFormat.area(area.value()));
    }

    private static List<Curve> gains(Gains gains) {
        List<Curve> curves = new ArrayList<>();
        Optional.of(gains.bestPossible())
                .filter(points -> !points.isEmpty())
                .ifPresent(points -> curves.add(curve("best", "Best possible", points, gains)));
        curves.add(curve("model", "Model", gains.model(), gains));
        curves.add(curve("rule", "Recency rule", gains.recencyRule(), gains));
        curves.add(new Curve("random", "At random", List.of(new Position(0, 0), new Position(100, 100))));
        return curves;
    }

    private static Curve curve(String role, String label, List<Gains.Point> points, Gains gains) {
        List<Position> positions = new ArrayList<>();
        positions.add(new Position(0, 0));
        points.forEach(
                point -> positions.add(new Position(100 * gains.shareContacted(point), 100 * gains.shareFound(point))));
        return new Curve(role, label, positions);
    }

    private static List<Group> calibration(Calibration calibration) {
        return calibration.groups().stream()
                .map(group -> new Group(
                        100 * group.predicted(),
                        100 * group.observed().value(),
                        100 * group.observed().low(),
                        100 * group.observed().high(),
                        DisplayFormat.counted(group.cases(), "case")))
                .toList();
    }

    private static Bars profit(CampaignProfit profit) {
        List<Dot> plans = profit.plans().stream()
                .map(plan -> new Dot(
                        plan.target().name().toLowerCase(Locale.ROOT),
                        DemoView.capitalized(plan.target().words()),
                        plan.profit().value(),
                        plan.profit().low(),
                        plan.profit().high(),
                        DisplayFormat.money(plan.profit().value(), profit.currency())))
                .toList();
        return new Bars(profit.currency().getCurrencyCode(), plans);
    }
}

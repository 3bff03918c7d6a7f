package io.headrace.report;

import io.headrace.report.MonitoredModel.Figure;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Areas under the curve by the day that was scored: estimated with a band, realised with whiskers, the test rows as a line. */
final class AreaLine {
    private static final double WIDTH = 720;
    private static final double HEIGHT = 280;
    private static final double LEFT = 52;
    private static final double RIGHT = 704;
    private static final double TOP = 16;
    private static final double BOTTOM = 244;
    private static final double[] STEPS = {0.005, 0.01, 0.02, 0.05, 0.1, 0.2};
    private static final int MOST_LINES = 6;
    private static final int MOST_DAYS = 5;

    /** Fewer points than this make no band that could be seen. */
    private static final int FEW = 4;

    private final List<Figure> figures;
    private long first;
    private long last;
    private double least;
    private double most;
    private double step;

    AreaLine(List<Figure> areas) {
        this.figures = areas.stream()
                .filter(figure -> figure.value().isPresent())
                .sorted(Comparator.comparing(Figure::lastAsOf))
                .toList();
        if (!figures.isEmpty()) {
            scale();
        }
    }

    private void scale() {
        first = figures.get(0).day().toEpochDay();
        last = figures.get(figures.size() - 1).day().toEpochDay();
        if (first == last) {
            first--;
            last++;
        }
        double low = figures.stream()
                .flatMap(AreaLine::ends)
                .min(Comparator.naturalOrder())
                .orElse(0.0);
        double high = figures.stream()
                .flatMap(AreaLine::ends)
                .max(Comparator.naturalOrder())
                .orElse(1.0);
        step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0; i--) {
            if ((high - low) / STEPS[i] <= MOST_LINES - 1) {
                step = STEPS[i];
            }
        }
        least = Math.max(0, Math.floor(low / step - 1e-9) * step);
        most = Math.min(1, Math.ceil(high / step + 1e-9) * step);
    }

    private static Stream<Double> ends(Figure figure) {
        return Stream.of(figure.value(), figure.lower(), figure.upper(), figure.reference())
                .filter(java.util.OptionalDouble::isPresent)
                .map(java.util.OptionalDouble::getAsDouble);
    }

    boolean isDrawn() {
        return !figures.isEmpty();
    }

    String svg() {
        Drawing drawing = new Drawing(
                "areas",
                WIDTH,
                HEIGHT,
                "Area under the curve by the day that was scored; the figures stand in the table below",
                "");
        grid(drawing);
        List<Figure> estimated =
                figures.stream().filter(figure -> !figure.isRealised()).toList();
        List<Figure> realised = figures.stream().filter(Figure::isRealised).toList();
        drawing.path("band", band(estimated));
        drawing.path("test", reference());
        drawing.path("estimated", line(estimated));
        drawing.path("whiskers", whiskers(realised));
        drawing.path("whiskers early", estimated.size() < FEW ? whiskers(estimated) : "M0 0");
        estimated.forEach(figure -> point(drawing, "estimated", figure));
        realised.forEach(figure -> point(drawing, "realised", figure));
        return drawing.markup();
    }

    private void grid(Drawing drawing) {
        StringBuilder lines = new StringBuilder();
        for (double at = least; at <= most + step / 2; at += step) {
            lines.append("M")
                    .append(Drawing.number(LEFT))
                    .append(' ')
                    .append(Drawing.number(y(at)))
                    .append("H")
                    .append(Drawing.number(RIGHT));
            drawing.text("tick end", LEFT - 8, y(at) + 5, DisplayFormat.area(at));
        }
        drawing.path("grid", lines.toString());
        long days = last - first;
        long marks = Math.min(MOST_DAYS - 1, days);
        for (long i = 0; i <= marks; i++) {
            long day = first + Math.round((double) i * days / marks);
            String anchor = i == 0 ? "tick start" : i == marks ? "tick end" : "tick";
            drawing.text(
                    anchor,
                    i == 0 ? LEFT : x(day),
                    HEIGHT - 12,
                    LocalDate.ofEpochDay(day).toString());
        }
    }

    private static void point(Drawing drawing, String kind, AreaPoint at) {
        drawing.point(
                kind + (at.figure().isWorse() ? " worse" : ""),
                at.x(),
                at.y(),
                words(at.figure()),
                at.figure().row());
    }

    private record AreaPoint(Figure figure, double x, double y) {}

    private void point(Drawing drawing, String kind, Figure figure) {
        point(drawing, kind, new AreaPoint(figure, x(figure), y(figure.value().orElseThrow())));
    }

    private static String words(Figure figure) {
        return figure.day() + ": " + figure.method() + " "
                + DisplayFormat.score(figure.value().orElseThrow()) + ", version " + figure.version() + ", "
                + figure.verdict();
    }

    private double x(Figure figure) {
        return x(figure.day().toEpochDay());
    }

    private double x(long day) {
        return LEFT + (RIGHT - LEFT) * (day - first) / (last - first);
    }

    private double y(double value) {
        return BOTTOM - (BOTTOM - TOP) * (value - least) / (most - least);
    }

    private String steps(List<double[]> points, String start) {
        StringBuilder path = new StringBuilder();
        for (double[] point : points) {
            path.append(path.length() == 0 ? start : "L")
                    .append(Drawing.number(point[0]))
                    .append(' ')
                    .append(Drawing.number(point[1]));
        }
        return path.length() == 0 ? "M0 0" : path.toString();
    }

    private String line(List<Figure> of) {
        return steps(
                of.stream()
                        .map(figure -> new double[] {x(figure), y(figure.value().orElseThrow())})
                        .toList(),
                "M");
    }

    private String band(List<Figure> of) {
        List<Figure> known = of.stream()
                .filter(figure -> figure.lower().isPresent() && figure.upper().isPresent())
                .toList();
        List<double[]> around = new ArrayList<>();
        known.forEach(
                figure -> around.add(new double[] {x(figure), y(figure.upper().orElseThrow())}));
        for (int i = known.size() - 1; i >= 0; i--) {
            around.add(new double[] {x(known.get(i)), y(known.get(i).lower().orElseThrow())});
        }
        return steps(around, "M");
    }

    private String whiskers(List<Figure> of) {
        StringBuilder path = new StringBuilder("M0 0");
        of.stream()
                .filter(figure -> figure.lower().isPresent() && figure.upper().isPresent())
                .forEach(figure -> path.append('M')
                        .append(Drawing.number(x(figure)))
                        .append(' ')
                        .append(Drawing.number(y(figure.lower().orElseThrow())))
                        .append('V')
                        .append(Drawing.number(y(figure.upper().orElseThrow()))));
        return path.toString();
    }

    /** The test rows of the version that scored; it changes with the version. */
    private String reference() {
        List<double[]> points = new ArrayList<>();
        for (Figure figure : figures) {
            if (figure.reference().isPresent()) {
                double at = y(figure.reference().orElseThrow());
                if (!points.isEmpty() && points.get(points.size() - 1)[1] != at) {
                    points.add(new double[] {x(figure), points.get(points.size() - 1)[1]});
                }
                points.add(new double[] {x(figure), at});
            }
        }
        return steps(points, "M");
    }
}

package io.headrace.report;

import io.headrace.report.MonitoredModel.Figure;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A measure by the day that was scored: estimated with a band, realised with whiskers, the test rows as a line.
 *
 * <p>Large, each point leads to its row; small, only the lines are drawn.
 */
final class MeasureLine {
    private static final int MOST_LINES = 6;
    private static final int MOST_DAYS = 5;
    private static final int DECIMALS = 3;

    /** Fewer points than this make no band that could be seen. */
    private static final int FEW = 4;

    private final List<Figure> figures;
    private final SiteAddress addresses;
    private final Frame frame;
    private long first;
    private long last;
    private Axis axis;

    /** Where things stand in the drawing. */
    private record Frame(String kind, double width, double height, double left, double right, double top) {
        static final Frame LARGE = new Frame("areas", 720, 280, 52, 704, 16);
        static final Frame SMALL = new Frame("areas small", 340, 170, 60, 332, 10);

        boolean isLarge() {
            return equals(LARGE);
        }

        double bottom() {
            return height - 36;
        }
    }

    private MeasureLine(List<Figure> figures, SiteAddress addresses, Frame frame) {
        this.addresses = addresses;
        this.frame = frame;
        this.figures = figures.stream()
                .filter(figure -> figure.value().isPresent())
                .sorted(Comparator.comparing(Figure::lastAsOf))
                .toList();
        if (!this.figures.isEmpty()) {
            scale();
        }
    }

    /** Figures of one measure, drawn large. */
    static MeasureLine large(List<Figure> figures, SiteAddress addresses) {
        return new MeasureLine(figures, addresses, Frame.LARGE);
    }

    /** Likewise, small. */
    static MeasureLine small(List<Figure> figures, SiteAddress addresses) {
        return new MeasureLine(figures, addresses, Frame.SMALL);
    }

    private void scale() {
        first = figures.get(0).day().toEpochDay();
        last = figures.get(figures.size() - 1).day().toEpochDay();
        if (first == last) {
            first--;
            last++;
        }
        double low = figures.stream()
                .flatMap(MeasureLine::ends)
                .min(Comparator.naturalOrder())
                .orElse(0.0);
        double high = figures.stream()
                .flatMap(MeasureLine::ends)
                .max(Comparator.naturalOrder())
                .orElse(1.0);
        axis = Axis.around(low, high, MOST_LINES);
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
        Drawing drawing = Drawing.silent(frame.kind(), frame.width(), frame.height());
        grid(drawing);
        List<Figure> estimated =
                figures.stream().filter(figure -> !figure.isRealised()).toList();
        List<Figure> realised = figures.stream().filter(Figure::isRealised).toList();
        drawing.path("band", band(estimated));
        drawing.path("test", reference());
        drawing.path("estimated", line(estimated));
        drawing.path("whiskers", whiskers(realised));
        drawing.path("whiskers early", estimated.size() < FEW ? whiskers(estimated) : "M0 0");
        if (frame.isLarge()) {
            estimated.forEach(figure -> point(drawing, "estimated", figure));
            realised.forEach(figure -> point(drawing, "realised", figure));
        } else {
            drawing.path("dots realised", dots(realised));
            drawing.path("dots estimated", estimated.size() < FEW ? dots(estimated) : "M0 0");
        }
        return drawing.markup();
    }

    private void grid(Drawing drawing) {
        StringBuilder lines = new StringBuilder();
        for (double at : axis.marks()) {
            lines.append("M")
                    .append(Drawing.number(frame.left()))
                    .append(' ')
                    .append(Drawing.number(y(at)))
                    .append("H")
                    .append(Drawing.number(frame.right()));
            drawing.text("tick end", frame.left() - 8, y(at) + 5, axis.label(at, DECIMALS));
        }
        drawing.path("grid", lines.toString());
        long days = last - first;
        long marks = Math.min(frame.isLarge() ? MOST_DAYS - 1 : 1, days);
        for (long i = 0; i <= marks; i++) {
            long day = first + Math.round((double) i * days / marks);
            String anchor = i == 0 ? "tick start" : i == marks ? "tick end" : "tick";
            drawing.text(
                    anchor,
                    i == 0 ? frame.left() : x(day),
                    frame.height() - 12,
                    LocalDate.ofEpochDay(day).toString());
        }
    }

    private void point(Drawing drawing, String kind, Figure figure) {
        drawing.leading(
                addresses.of(figure.row()),
                into -> into.point(
                        kind + (figure.isWorse() ? " worse" : ""),
                        x(figure),
                        y(figure.value().orElseThrow()),
                        words(figure),
                        figure.row()));
    }

    private static String words(Figure figure) {
        return figure.day() + ": " + figure.method() + " "
                + DisplayFormat.score(figure.value().orElseThrow()) + ", version " + figure.version() + ", "
                + figure.verdict();
    }

    private String dots(List<Figure> of) {
        StringBuilder path = new StringBuilder("M0 0");
        of.forEach(figure -> path.append('M')
                .append(Drawing.number(x(figure)))
                .append(' ')
                .append(Drawing.number(y(figure.value().orElseThrow())))
                .append("h0"));
        return path.toString();
    }

    private double x(Figure figure) {
        return x(figure.day().toEpochDay());
    }

    private double x(long day) {
        return frame.left() + (frame.right() - frame.left()) * (day - first) / (last - first);
    }

    private double y(double value) {
        return axis.place(value, frame.bottom(), frame.top());
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

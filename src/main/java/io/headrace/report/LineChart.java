package io.headrace.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Figures along an axis, such as days: bands, lines, and points that lead to their rows. Lines differ by their dashes and bear their names
 * at the end. It is for pointers: a table beside it says the same.
 */
final class LineChart {
    private static final int MOST_LINES = 6;
    private static final int MOST_DAYS = 4;
    private static final int FIFTHS = 5;
    private static final int FEW = 31;
    private static final double APART = 17;
    private static final int DECIMALS = 2;

    /** Of what is drawn around a single place, in days. */
    private static final double HALF_WIDTH = 0.4;

    private final Frame frame;
    private final List<Layer> layers = new ArrayList<>();
    private List<Mark> marks = List.of();
    private Axis axis;
    private double first;
    private double last;

    /** Where things stand in the drawing. */
    private record Frame(String kind, double width, double height, double left, double right, double top) {
        static final Frame LARGE = new Frame("areas course", 720, 280, 76, 596, 16);
        static final Frame SMALL = new Frame("areas small", 340, 170, 64, 332, 10);

        boolean isLarge() {
            return equals(LARGE);
        }

        double bottom() {
            return height - 36;
        }
    }

    /**
     * A figure.
     *
     * @param x where it stands on the axis
     * @param title shown when it is pointed at
     */
    record Point(
            double x,
            double value,
            OptionalDouble lower,
            OptionalDouble upper,
            String title,
            Optional<RowReference> row,
            Optional<String> address) {
        private Point moved(double by) {
            return new Point(x + by, value, lower, upper, title, row, address);
        }

        /** A place on a line. */
        static Point at(double x, double value) {
            return new Point(
                    x, value, OptionalDouble.empty(), OptionalDouble.empty(), "", Optional.empty(), Optional.empty());
        }
    }

    /** What is drawn of some figures. */
    private enum Part {
        BAND,
        LINE,
        POINTS
    }

    private record Layer(Part part, String kind, String name, List<Point> points) {
        /** What the axis has to hold. */
        DoubleStream values() {
            return points.stream()
                    .flatMap(point -> part == Part.BAND
                            ? Stream.of(point.lower(), point.upper())
                            : Stream.of(OptionalDouble.of(point.value())))
                    .flatMapToDouble(OptionalDouble::stream);
        }
    }

    private record Mark(double x, String text) {}

    private LineChart(Frame frame) {
        this.frame = frame;
    }

    /** Large, with names of lines. */
    static LineChart large() {
        return new LineChart(Frame.LARGE);
    }

    /** Small, without. */
    static LineChart small() {
        return new LineChart(Frame.SMALL);
    }

    /**
     * The area between the ends of intervals.
     *
     * @param kind class of the style sheet
     */
    LineChart band(String kind, List<Point> points) {
        return with(
                Part.BAND,
                kind,
                "",
                points.stream()
                        .filter(point ->
                                point.lower().isPresent() && point.upper().isPresent())
                        .toList());
    }

    /** A line, with its name at the end. */
    LineChart line(String kind, String name, List<Point> points) {
        return with(Part.LINE, kind, name, points);
    }

    /** Points that lead to their rows. */
    LineChart points(String kind, List<Point> points) {
        return with(Part.POINTS, points.size() > FEW ? kind + " tiny" : kind, "", points);
    }

    private LineChart with(Part part, String kind, String name, List<Point> points) {
        if (!points.isEmpty()) {
            layers.add(new Layer(part, kind, name, points));
        }
        return this;
    }

    /** A day on the axis. */
    static double day(LocalDate day) {
        return day.toEpochDay();
    }

    /** The drawing with an axis of days. */
    String byDay() {
        scale();
        long days = Math.round(last - first);
        long steps = Math.min(frame.isLarge() ? MOST_DAYS - 1 : 1, days);
        return drawn(
                steps,
                i -> first + Math.round(i * days / steps),
                at -> LocalDate.ofEpochDay(Math.round(at)).toString());
    }

    /** The drawing with an axis of numbers from 0 to 1. */
    String byShare() {
        scale();
        first = 0;
        last = 1;
        return drawn(FIFTHS, i -> i / FIFTHS, at -> DisplayFormat.decimals(at, 1));
    }

    private String drawn(long steps, DoubleFunction<Double> place, DoubleFunction<String> text) {
        List<Mark> all = new ArrayList<>();
        for (long i = 0; i <= steps; i++) {
            double at = place.apply((double) i);
            all.add(new Mark(at, text.apply(at)));
        }
        marks = List.copyOf(all);
        Drawing drawing = Drawing.silent(frame.kind(), frame.width(), frame.height());
        draw(drawing);
        return drawing.markup();
    }

    private void scale() {
        first = places().min().orElse(0);
        last = places().max().orElse(0);
        if (first == last) {
            first--;
            last++;
            layers.replaceAll(LineChart::widened);
        }
        axis = Axis.around(
                layers.stream().flatMapToDouble(Layer::values).min().orElse(0),
                layers.stream().flatMapToDouble(Layer::values).max().orElse(1),
                MOST_LINES);
    }

    /** Of a single place, lines and bands are as wide as can be seen. */
    private static Layer widened(Layer layer) {
        return layer.part() == Part.POINTS
                ? layer
                : new Layer(
                        layer.part(),
                        layer.kind(),
                        layer.name(),
                        layer.points().stream()
                                .flatMap(point -> Stream.of(point.moved(-HALF_WIDTH), point.moved(HALF_WIDTH)))
                                .toList());
    }

    private DoubleStream places() {
        return layers.stream().flatMap(layer -> layer.points().stream()).mapToDouble(Point::x);
    }

    private void draw(Drawing drawing) {
        grid(drawing);
        layers.stream()
                .filter(layer -> layer.part() == Part.BAND)
                .forEach(layer -> drawing.path("band " + layer.kind(), band(layer.points())));
        layers.stream()
                .filter(layer -> layer.part() == Part.LINE)
                .forEach(layer -> drawing.path(layer.kind(), line(layer.points())));
        layers.stream()
                .filter(layer -> layer.part() == Part.POINTS)
                .forEach(layer -> layer.points().forEach(point -> point(drawing, layer.kind(), point)));
        if (frame.isLarge()) {
            names(drawing);
        }
    }

    private void grid(Drawing drawing) {
        StringBuilder lines = new StringBuilder();
        for (double at : axis.marks()) {
            lines.append('M')
                    .append(Drawing.number(frame.left()))
                    .append(' ')
                    .append(Drawing.number(y(at)))
                    .append('H')
                    .append(Drawing.number(frame.right()));
            drawing.text("tick end", frame.left() - 8, y(at) + 5, axis.label(at, DECIMALS));
        }
        drawing.path("grid", lines.toString());
        for (int i = 0; i < marks.size(); i++) {
            String anchor = i == 0 ? "tick start" : i == marks.size() - 1 ? "tick end" : "tick";
            drawing.text(
                    anchor,
                    x(marks.get(i).x()),
                    frame.height() - 12,
                    marks.get(i).text());
        }
    }

    /** Beside the ends of their lines, moved apart where these are near each other. */
    private void names(Drawing drawing) {
        List<Layer> named = layers.stream()
                .filter(layer -> !layer.name().isEmpty())
                .sorted(Comparator.comparingDouble(layer -> -end(layer)))
                .toList();
        double free = frame.top();
        for (Layer layer : named) {
            double at = Math.max(free, y(end(layer)) + 5);
            drawing.text("tick start name", frame.right() + 8, at, layer.name());
            free = at + APART;
        }
    }

    private static double end(Layer layer) {
        return layer.points().get(layer.points().size() - 1).value();
    }

    private void point(Drawing drawing, String kind, Point point) {
        drawing.leading(point.address(), into -> {
            if (point.row().isPresent()) {
                into.point(
                        kind,
                        x(point.x()),
                        y(point.value()),
                        point.title(),
                        point.row().get());
            } else {
                into.dot(kind, x(point.x()), y(point.value()), point.title());
            }
        });
    }

    private double x(double at) {
        return frame.left() + (frame.right() - frame.left()) * (at - first) / (last - first);
    }

    private double y(double value) {
        return axis.place(value, frame.bottom(), frame.top());
    }

    private String line(List<Point> points) {
        StringBuilder path = new StringBuilder();
        points.forEach(point -> step(path, point.x(), point.value()));
        return path.toString();
    }

    private String band(List<Point> points) {
        StringBuilder path = new StringBuilder();
        points.forEach(point -> step(path, point.x(), point.upper().orElseThrow()));
        for (int i = points.size() - 1; i >= 0; i--) {
            step(path, points.get(i).x(), points.get(i).lower().orElseThrow());
        }
        return path.append('Z').toString();
    }

    private void step(StringBuilder path, double x, double value) {
        path.append(path.length() == 0 ? 'M' : 'L')
                .append(Drawing.number(x(x)))
                .append(' ')
                .append(Drawing.number(y(value)));
    }
}

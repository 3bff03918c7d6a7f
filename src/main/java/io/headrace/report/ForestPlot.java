package io.headrace.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Intervals one below the other, each with its name above it, so that it can be read on a narrow screen. It is for pointers: a table beside
 * it says the same.
 *
 * @param blocks lines that have levels in common
 */
record ForestPlot(List<Block> blocks) {
    private static final double WIDTH = 360;
    private static final double LEFT = 10;
    private static final double RIGHT = 350;
    private static final double LINE = 40;
    private static final double BLOCK = 10;
    private static final double FOOT = 26;
    private static final int MARKS = 4;
    private static final int DECIMALS = 2;
    private static final int LONGEST = 50;

    ForestPlot {
        blocks = List.copyOf(blocks);
    }

    /**
     * Lines with what they are compared with.
     *
     * @param levels drawn through all of them
     */
    record Block(List<Line> lines, List<Level> levels) {
        Block {
            lines = List.copyOf(lines);
            levels = List.copyOf(levels);
        }
    }

    /**
     * A value that is drawn through lines.
     *
     * @param kind class of the style sheet
     */
    record Level(String kind, double at) {}

    /**
     * An interval.
     *
     * @param remark said beside the name, such as that nothing can be said
     * @param kind class of the style sheet
     * @param title shown when it is pointed at
     */
    record Line(
            String name,
            String remark,
            OptionalDouble value,
            OptionalDouble lower,
            OptionalDouble upper,
            String kind,
            String title,
            RowReference row,
            Optional<String> address) {}

    boolean isDrawn() {
        return values().findAny().isPresent();
    }

    private DoubleStream values() {
        return blocks.stream()
                .flatMap(block -> block.lines().stream())
                .flatMap(line -> Stream.of(line.value(), line.lower(), line.upper()))
                .flatMapToDouble(OptionalDouble::stream);
    }

    private DoubleStream levels() {
        return blocks.stream().flatMap(block -> block.levels().stream()).mapToDouble(Level::at);
    }

    String svg() {
        List<Double> all = DoubleStream.concat(values(), levels()).boxed().toList();
        Axis axis = Axis.around(
                all.stream().mapToDouble(Double::doubleValue).min().orElse(0),
                all.stream().mapToDouble(Double::doubleValue).max().orElse(1),
                MARKS);
        double height = height();
        Drawing drawing = Drawing.silent("forest", WIDTH, height);
        grid(drawing, axis, height);
        double top = 0;
        for (Block block : blocks) {
            double bottom = top + block.lines().size() * LINE;
            for (Level level : block.levels()) {
                drawing.path(
                        level.kind(),
                        "M" + Drawing.number(x(axis, level.at())) + " " + Drawing.number(top + 4) + "V"
                                + Drawing.number(bottom));
            }
            for (int i = 0; i < block.lines().size(); i++) {
                line(drawing, axis, block.lines().get(i), top + i * LINE);
            }
            top = bottom + BLOCK;
        }
        return drawing.markup();
    }

    private double height() {
        return blocks.stream()
                        .mapToDouble(block -> block.lines().size() * LINE + BLOCK)
                        .sum()
                + FOOT;
    }

    private static void grid(Drawing drawing, Axis axis, double height) {
        StringBuilder lines = new StringBuilder();
        List<Double> marks = axis.marks();
        for (int i = 0; i < marks.size(); i++) {
            double x = x(axis, marks.get(i));
            lines.append('M').append(Drawing.number(x)).append(" 4V").append(Drawing.number(height - FOOT));
            String anchor = i == 0 ? "tick start" : i == marks.size() - 1 ? "tick end" : "tick";
            drawing.text(
                    anchor,
                    i == 0 ? 2 : i == marks.size() - 1 ? WIDTH - 2 : x,
                    height - 8,
                    axis.label(marks.get(i), DECIMALS));
        }
        drawing.path("grid", lines.toString());
    }

    private static void line(Drawing drawing, Axis axis, Line line, double top) {
        String name =
                line.name().length() <= LONGEST ? line.name() : line.name().substring(0, LONGEST) + "…";
        drawing.text("name", 2, top + 16, name + (line.remark().isEmpty() ? "" : " · " + line.remark()));
        double y = top + 29;
        if (line.lower().isPresent() && line.upper().isPresent()) {
            drawing.path(
                    "interval " + line.kind(),
                    "M" + Drawing.number(x(axis, line.lower().getAsDouble())) + " " + Drawing.number(y) + "H"
                            + Drawing.number(x(axis, line.upper().getAsDouble())));
        }
        if (line.value().isPresent()) {
            drawing.leading(
                    line.address(),
                    into -> into.point(line.kind(), x(axis, line.value().getAsDouble()), y, line.title(), line.row()));
        }
    }

    private static double x(Axis axis, double value) {
        return axis.place(value, LEFT, RIGHT);
    }
}

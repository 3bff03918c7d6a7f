package io.headrace.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lines over windows as an SVG that follows light and dark, with a band, and marks below for what was told. */
final class StoryPlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 260;
    private static final int LEFT = 50;
    private static final int RIGHT = 560;
    private static final int TOP = 14;
    private static final int BOTTOM = 200;
    private static final int ROOM = 16;
    private static final double[] STEPS = {0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50};

    private final String title;
    private final List<String> windows;
    private final List<Line> lines = new ArrayList<>();
    private final List<Marks> marks = new ArrayList<>();
    private double[] lower = {};
    private double[] upper = {};

    /** Values by window, not a number where there is none. */
    private record Line(String name, double[] values) {}

    /** Windows of which something was said. */
    private record Marks(String name, boolean[] on) {}

    StoryPlot(String title, List<String> windows) {
        this.title = title;
        this.windows = windows;
    }

    StoryPlot line(String name, double[] values) {
        lines.add(new Line(name, values));
        return this;
    }

    StoryPlot band(double[] least, double[] most) {
        this.lower = least;
        this.upper = most;
        return this;
    }

    StoryPlot marks(String name, boolean[] on) {
        marks.add(new Marks(name, on));
        return this;
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, svg());
    }

    private String svg() {
        double[] all = Stream.concat(lines.stream().map(Line::values), Stream.of(lower, upper))
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .toArray();
        double low = Arrays.stream(all).min().orElse(0);
        double high = Arrays.stream(all).max().orElse(1);
        double step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0; i--) {
            step = (high - low) / STEPS[i] <= 5 ? STEPS[i] : step;
        }
        Scale scale = new Scale(Math.floor(low / step) * step, Math.ceil(high / step) * step, windows.size());
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH,
                HEIGHT + marks.size() * ROOM,
                title));
        svg.append("<style>text{font:12px sans-serif;fill:#24292f}line{stroke:#d0d7de}path{fill:none;stroke-width:2}")
                .append(
                        ".band{fill:#8c959f;opacity:.25;stroke:none}.l0{stroke:#0969da}.l1{stroke:#cf222e}.l2{stroke:#8250df}")
                .append(
                        ".l3{stroke:#1a7f37}.mark{fill:#bc4c00}@media(prefers-color-scheme:dark){text{fill:#e6edf3}line{stroke:#444c56}")
                .append(
                        ".l0{stroke:#58a6ff}.l1{stroke:#ff7b72}.l2{stroke:#d2a8ff}.l3{stroke:#56d364}.mark{fill:#f0883e}}</style>\n");
        for (double value = scale.low(); value <= scale.high() + step / 2; value += step) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT,
                    RIGHT,
                    scale.y(value),
                    scale.y(value),
                    LEFT - 6,
                    scale.y(value) + 4,
                    step < 0.01
                            ? String.format(Locale.ROOT, "%.3f", value)
                            : step < 1
                                    ? String.format(Locale.ROOT, "%.2f", value)
                                    : String.format(Locale.ROOT, "%.0f", value)));
        }
        if (lower.length > 0) {
            svg.append(band(scale));
        }
        for (int i = 0; i < lines.size(); i++) {
            svg.append(path(scale, lines.get(i), i));
        }
        for (int i = 0; i < marks.size(); i++) {
            svg.append(marked(scale, marks.get(i), BOTTOM + 20 + i * ROOM));
        }
        int below = BOTTOM + 26 + marks.size() * ROOM;
        int every = Math.max(1, windows.size() / 6);
        for (int window = 0; window < windows.size(); window += every) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    scale.x(window),
                    below + 10,
                    windows.get(window)));
        }
        return svg.append("</svg>\n").toString();
    }

    private record Scale(double low, double high, int windows) {
        double x(int window) {
            return LEFT + 8 + (double) (RIGHT - LEFT - 16) * window / Math.max(1, windows - 1);
        }

        double y(double value) {
            return BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low);
        }
    }

    private String band(Scale scale) {
        List<String> points = new ArrayList<>();
        for (int window = 0; window < lower.length; window++) {
            points.add(point(scale, window, upper[window]));
        }
        for (int window = lower.length - 1; window >= 0; window--) {
            points.add(point(scale, window, lower[window]));
        }
        return "<path class=\"band\" d=\"M" + String.join("L", points) + "Z\"/>\n";
    }

    private static String point(Scale scale, int window, double value) {
        return String.format(Locale.ROOT, "%.1f,%.1f", scale.x(window), scale.y(value));
    }

    private static String path(Scale scale, Line line, int place) {
        StringBuilder steps = new StringBuilder();
        boolean isDrawing = false;
        for (int window = 0; window < line.values().length; window++) {
            boolean isKnown = Double.isFinite(line.values()[window]);
            if (isKnown) {
                steps.append(isDrawing ? "L" : "M").append(point(scale, window, line.values()[window]));
            }
            isDrawing = isKnown;
        }
        return String.format(
                Locale.ROOT,
                "<path class=\"l%d\" d=\"%s\"/><line class=\"l%d\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\" stroke-width=\"2\"/>"
                        + "<text x=\"%d\" y=\"%d\">%s</text>%n",
                place,
                steps,
                place,
                RIGHT + 12,
                RIGHT + 32,
                TOP + 8 + place * 20,
                TOP + 8 + place * 20,
                RIGHT + 38,
                TOP + 12 + place * 20,
                line.name());
    }

    private static String marked(Scale scale, Marks marks, int y) {
        return IntStream.range(0, marks.on().length)
                        .filter(window -> marks.on()[window])
                        .mapToObj(window -> String.format(
                                Locale.ROOT,
                                "<circle class=\"mark\" cx=\"%.1f\" cy=\"%d\" r=\"3.5\"/>",
                                scale.x(window),
                                y))
                        .collect(Collectors.joining())
                + String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\">%s</text>%n", RIGHT + 12, y + 4, marks.name());
    }
}

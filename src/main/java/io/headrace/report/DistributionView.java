package io.headrace.report;

import io.headrace.report.MonitoredModel.Bin;
import io.headrace.report.MonitoredModel.Distribution;
import java.util.ArrayList;
import java.util.List;

/** Shares of the rows by bin, of the reference (wide, pale) and now (narrow, dark), with the figures as a table. */
record DistributionView(String name, String svg, List<Line> lines, String source, boolean isHidden) {
    private static final double WIDTH = 320;
    private static final double HEIGHT = 96;
    private static final double GAP = 4;

    /** A bin with its shares, in words. */
    record Line(String words, String reference, String now) {}

    static DistributionView of(Distribution distribution) {
        List<Bin> bins = new ArrayList<>(distribution.bins());
        bins.add(distribution.missing());
        long reference = bins.stream().mapToLong(Bin::reference).sum();
        long now = bins.stream().mapToLong(Bin::now).sum();
        return new DistributionView(
                distribution.column().words(),
                drawn(distribution.column().words(), bins, reference, now),
                bins.stream()
                        .map(bin -> new Line(bin.words(), share(bin.reference(), reference), share(bin.now(), now)))
                        .toList(),
                "headrace.statistics, reference of="
                        + (distribution.column().of().equals("scores") ? "test_scores" : "training")
                        + " run_id=" + distribution.reference() + " (" + DisplayFormat.counted(reference, "row")
                        + "), now of=" + distribution.column().of() + " run_id="
                        + String.join(", ", distribution.now()) + " (" + DisplayFormat.counted(now, "row")
                        + "), column=" + distribution.column().name(),
                distribution.isHidden());
    }

    private static String share(long rows, long all) {
        return all == 0 ? "no rows" : DisplayFormat.percent((double) rows / all);
    }

    private static String drawn(String name, List<Bin> bins, long reference, long now) {
        double most = bins.stream()
                .mapToDouble(bin -> Math.max(ratio(bin.reference(), reference), ratio(bin.now(), now)))
                .max()
                .orElse(1);
        Drawing drawing = Drawing.labelled(
                "bins",
                WIDTH,
                HEIGHT,
                "Shares of " + name + " by bin, of the reference and now; the figures stand in the table below");
        double width = WIDTH / bins.size();
        for (int i = 0; i < bins.size(); i++) {
            Bin bin = bins.get(i);
            String title = bin.words() + ": " + share(bin.reference(), reference) + " of the reference, "
                    + share(bin.now(), now) + " now";
            double before = height(bin.reference(), reference, most);
            double after = height(bin.now(), now, most);
            drawing.box("reference", i * width + GAP / 2, HEIGHT - before, width - GAP, before, title);
            drawing.box("now", i * width + width * 0.32, HEIGHT - after, width * 0.36, after, title);
        }
        return drawing.path("base", "M0 " + (HEIGHT - 0.5) + "H" + WIDTH).markup();
    }

    private static double ratio(long rows, long all) {
        return all == 0 ? 0 : (double) rows / all;
    }

    private static double height(long rows, long all, double most) {
        return most == 0 ? 0 : ratio(rows, all) / most * (HEIGHT - 4);
    }
}

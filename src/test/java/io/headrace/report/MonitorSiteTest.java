package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.report.MonitoredModel.Decided;
import io.headrace.report.MonitoredModel.Figure;
import io.headrace.report.MonitoredModel.Verdict;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class MonitorSiteTest {
    private static final String HOSTILE = "</title></style><script>alert(1)</script> \"'& {{view}}";
    private static final int LAST = MonitoredSamples.DAYS - 1;
    private static final String ESTIMATE = "cbpe";

    private static String page(MonitoredModel model) {
        return new MonitorSite("retail", List.of(model)).pages().get("by-" + model.job() + ".html");
    }

    private static Health health(
            List<MonitoredModel.ColumnVerdict> drift, List<Figure> figures, List<Decided> decided) {
        return Health.of(MonitoredSamples.of(drift, figures, decided));
    }

    @Test
    void indexLeadsToEachModelAndCountsThemByHealth() {
        SortedMap<String, String> pages =
                new MonitorSite("retail", List.of(MonitoredSamples.full(), MonitoredSamples.bare("spend"))).pages();
        assertThat(pages).containsOnlyKeys("index.html", "by-monitor-lapse.html", "by-monitor-spend.html");
        assertThat(pages.get("index.html"))
                .contains("href=\"by-monitor-lapse.html\"", "href=\"by-monitor-spend.html\"")
                .contains("1 not judged yet, 1 well");
    }

    @Test
    void eachNumberNamesItsRow() {
        String page = page(MonitoredSamples.full());
        assertThat(page)
                .contains("data-row=\"headrace.drift run_id&#x3D;monitor-lapse/2025-12-31/1")
                .contains("From headrace.drift, run monitor-lapse/2025-12-31/1")
                .contains("data-row=\"headrace.performance run_id=monitor-lapse/2025-12-31/1 method=cbpe")
                .contains("headrace.statistics, reference of&#x3D;training run_id&#x3D;train-lapse/2025-11-01/1")
                .contains("headrace.decisions run_id&#x3D;monitor-lapse/2025-12-10/1 kind&#x3D;alert id&#x3D;drift-age")
                .contains("data-row=\"headrace.models model=lapse seq=6\"");
    }

    @Test
    void saysWhatIsToBeSeen() {
        assertThat(page(MonitoredSamples.full()))
                .contains("60\u00a0runs, 2025-11-02 (left) to 2025-12-31 (right)")
                .contains("drift in 4\u00a0runs, ok in 56\u00a0runs")
                .contains("Alert, ticket: drift", "spec of ingest-customers changed", "Decision: retrain")
                .contains("2025-12-12 to 2025-12-31, 20\u00a0runs")
                .doesNotContain("<script", "http://", "https://", "style=\"");
    }

    @Test
    void sharesOfADistributionAddUpToAllRows() {
        DistributionView view = DistributionView.of(MonitoredSamples.distribution(
                "age", false, MonitoredSamples.bin("low", 300, 100), MonitoredSamples.bin("high", 600, 850)));
        assertThat(view.lines())
                .containsExactly(
                        new DistributionView.Line("low", "30.0\u00a0%", "10.0\u00a0%"),
                        new DistributionView.Line("high", "60.0\u00a0%", "85.0\u00a0%"),
                        new DistributionView.Line("no value", "10.0\u00a0%", "5.0\u00a0%"));
        assertThat(view.source()).contains("(1,000\u00a0rows)");
    }

    @Test
    void personalColumnsShowOnlyWhetherThereIsAValue() {
        assertThat(page(MonitoredSamples.full())).contains("Its values are personal and are not kept", "a value");
    }

    @Test
    void columnsThatMatterMostStandFirst() {
        ColumnStrips strips = new ColumnStrips(MonitoredSamples.of(
                List.of(
                        MonitoredSamples.verdict(LAST, "a", "missing", Verdict.OK, 0.9, 0.01),
                        MonitoredSamples.verdict(LAST, "b", "missing", Verdict.OK, 0.1, 0.5),
                        MonitoredSamples.verdict(LAST, "c", "missing", Verdict.UNKNOWN, 0, 0.9)),
                List.of(),
                List.of()));
        assertThat(strips.names()).extracting(MonitoredModel.ColumnName::name).containsExactly("b", "a", "c");
    }

    @Test
    void healthFollowsFromTheLastRun() {
        Figure fine = MonitoredSamples.figure(LAST, LAST, ESTIMATE, 0.8, "ok");
        Figure worse = MonitoredSamples.figure(LAST, 45, "realised", 0.7, "worse");
        Figure unjudged = MonitoredSamples.figure(LAST, LAST, ESTIMATE, 0.8, "unknown");
        var drifted = MonitoredSamples.verdict(LAST, "age", "chi-square", Verdict.DRIFT, 0.3, 0.1);
        var unknown = MonitoredSamples.verdict(LAST, "age", "chi-square", Verdict.UNKNOWN, 0, 0.1);
        var earlier = MonitoredSamples.verdict(LAST - 1, "age", "chi-square", Verdict.DRIFT, 0.3, 0.1);
        var same = MonitoredSamples.verdict(LAST, "age", "chi-square", Verdict.OK, 0.01, 0.1);
        Decided paged = MonitoredSamples.decided(LAST, true, "performance", "page", "worse");
        assertThat(Health.of(MonitoredSamples.bare("spend")).word()).isEqualTo("not judged yet");
        assertThat(health(List.of(same), List.of(fine, worse), List.of()).word())
                .isEqualTo("worse");
        assertThat(health(List.of(same), List.of(fine), List.of(paged)).word()).isEqualTo("worse");
        assertThat(health(List.of(drifted), List.of(fine), List.of()).word()).isEqualTo("drift");
        assertThat(health(List.of(earlier, same), List.of(fine), List.of()).word())
                .isEqualTo("well");
        assertThat(health(List.of(unknown), List.of(unjudged), List.of()).word())
                .isEqualTo("unknown");
        assertThat(health(List.of(), List.of(), List.of()).word()).isEqualTo("unknown");
        assertThat(health(List.of(same), List.of(worse), List.of()).first()).startsWith("AUC realised 0.7000");
        assertThat(health(List.of(drifted), List.of(fine), List.of()).first()).startsWith("1 of 1");
    }

    @Test
    void whatAVersionScoredThatNoLongerScoresIsNotHeldAgainstTheNext() {
        assertThat(Health.of(MonitoredSamples.full()))
                .returns("well", Health::word)
                .extracting(Health::second)
                .asString()
                .startsWith("No labels have come yet of what version 2 scored. AUC estimated");
    }

    @Test
    void theSameSeasonIsComparedWithBeforeTraining() {
        var training = MonitoredSamples.verdict(LAST, "age", "chi-square", Verdict.DRIFT, 0.3, 0.1);
        var season = new MonitoredModel.ColumnVerdict(
                training.run(),
                "season",
                training.column(),
                "chi-square",
                Verdict.OK,
                training.effect(),
                0.1,
                0.1,
                "",
                "");
        MonitoredModel model = MonitoredSamples.of(List.of(training, season), List.of(), List.of());
        assertThat(Health.of(model).inputs()).contains("has drifted against season");
        assertThat(Health.others(model))
                .containsExactly(
                        "1 of 1\u00a0column (scores counted as one) drifted against training, most of all age.");
    }

    @Test
    void whatIsNotKnownYetIsSaidInWords() {
        assertThat(page(MonitoredSamples.bare("lapse")))
                .contains("No run of monitor-lapse has finished yet.")
                .contains("No figure of performance has been recorded yet.", "Nothing has been compared yet")
                .contains(
                        "There is nothing to compare yet.",
                        "Nothing has been decided yet.",
                        "No version has been in force yet.");
        Figure estimated = MonitoredSamples.figure(LAST, LAST, ESTIMATE, 0.8, "ok");
        assertThat(page(MonitoredSamples.of(List.of(), List.of(estimated), List.of())))
                .contains("No labels have come yet, so all figures are estimated");
        assertThat(new MonitorSite("retail", List.of()).pages().get("index.html"))
                .contains("No model is watched yet.");
    }

    @Test
    void textsCannotBecomeMarkup() {
        MonitoredModel model = new MonitoredModel(
                HOSTILE,
                "monitor-lapse",
                HOSTILE,
                MonitoredSamples.full().runs(),
                List.of(MonitoredSamples.verdict(LAST, HOSTILE, "chi-square", Verdict.DRIFT, 0.2, 0.1)),
                List.of(MonitoredSamples.distribution(HOSTILE, false, MonitoredSamples.bin(HOSTILE, 1, 2))),
                List.of(),
                List.of(MonitoredSamples.decided(LAST, true, "drift", "ticket", HOSTILE)),
                List.of(new MonitoredModel.InForce(1, 1, "now", "promoted", HOSTILE, HOSTILE)));
        new MonitorSite(HOSTILE, List.of(model))
                .pages()
                .values()
                .forEach(page -> assertThat(page)
                        .doesNotContain("<script", "</title></style>")
                        .contains("&lt;script&gt;"));
    }

    @Test
    void theNewestRowOfADayCounts() {
        MonitoredModel model = MonitoredSamples.of(
                List.of(),
                List.of(
                        MonitoredSamples.figure(50, 10, "realised", 0.7, "worse"),
                        MonitoredSamples.figure(40, 10, "realised", 0.8, "ok")),
                List.of());
        assertThat(model.areas()).extracting(Figure::run).containsExactly(MonitoredSamples.run(50));
    }
}

package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.report.MonitoredModel.Decided;
import io.headrace.report.MonitoredModel.Figure;
import io.headrace.report.MonitoredModel.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MonitorSiteTest {
    private static final String HOSTILE = "</title></style><script>alert(1)</script> \"'& {{view}}";
    private static final int LAST = MonitoredSamples.DAYS - 1;
    private static final String ESTIMATE = "cbpe";

    private static String page(MonitoredModel model) {
        return new MonitorSite("retail", List.of(model), List.of()).pages().get("by-" + model.job() + ".html");
    }

    private static Health health(
            List<MonitoredModel.ColumnVerdict> drift, List<Figure> figures, List<Decided> decided) {
        return Health.of(MonitoredSamples.of(drift, figures, decided));
    }

    @Test
    void indexLeadsToEachModelAndCountsThemByHealth() {
        SortedMap<String, String> pages = new MonitorSite(
                        "retail", List.of(MonitoredSamples.full(), MonitoredSamples.bare("spend")), List.of())
                .pages();
        assertThat(pages)
                .containsKeys("index.html", "inventory.html", "by-monitor-lapse.html", "by-monitor-spend.html")
                .hasSize(4 + MonitoredSamples.full().days().size());
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
    void eachLinkLeadsToAPageAndARowOfIt() {
        SortedMap<String, String> pages = new MonitorSite(
                        "retail",
                        List.of(MonitoredSamples.full(), MonitoredSamples.bare("spend")),
                        FindingsSamples.all())
                .pages();
        Map<String, Set<String>> ids = new TreeMap<>();
        pages.forEach((name, text) -> ids.put(name, Set.copyOf(all(" id=\"([^\"]*)\"", text))));
        pages.forEach((name, text) -> {
            assertThat(all(" id=\"([^\"]*)\"", text)).as("ids of " + name).doesNotHaveDuplicates();
            assertThat(all(" href=\"([^\"]*)\"", text))
                    .as("links of " + name)
                    .isNotEmpty()
                    .allSatisfy(link -> {
                        String page = link.startsWith("#")
                                ? name
                                : Path.of("/" + name)
                                        .resolveSibling(link.replaceFirst("#.*", ""))
                                        .normalize()
                                        .toString()
                                        .substring(1);
                        if (!link.equals("data:,")) {
                            assertThat(ids).containsKey(page);
                            if (link.contains("#")) {
                                assertThat(ids.get(page)).contains(link.replaceFirst(".*#", ""));
                            }
                        }
                    });
        });
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void numbersLeadToTheRowsTheyComeFromWhereTheirRunHasAPage() {
        assertThat(page(MonitoredSamples.full()))
                .contains(
                        "<a href=\"by-monitor-lapse/2025-12-31.html#headrace.drift~training~population~age~missing\">missing: ok")
                .contains(
                        "href=\"by-monitor-lapse/2025-12-31.html#headrace.performance~cbpe~2025-12-31T00!3a!00!3a!00Z~auc\">0.8051")
                .contains(
                        "href=\"by-monitor-lapse/2025-12-10.html#headrace.drift~training~population~age~kolmogorov-smirnov\"><rect class=\"drift\"")
                .contains("href=\"by-monitor-lapse/2025-12-10.html#headrace.decisions~alert~drift-age\"")
                .contains("aria-label=\"2025-12-10: alert, drift\"")
                .doesNotContain("2025-11-04.html");
    }

    @Test
    void rowsOfARunStandOnItsPageAsATable() {
        String page = new MonitorSite("retail", List.of(MonitoredSamples.full()), List.of())
                .pages()
                .get("by-monitor-lapse/2025-12-10.html");
        assertThat(page)
                .contains(
                        "<a href=\"2025-12-09.html\">Before: 2025-12-09</a><a href=\"2025-12-11.html\">After: 2025-12-11</a>")
                .contains("<tr id=\"headrace.drift~training~population~age~missing\"><th scope=\"row\">age</th>")
                .contains(
                        "The same in all rows: run id: monitor-lapse/2025-12-10/1; against: training; of: population; tolerance: 0.1000.")
                .contains("5\u00a0rows here, the gravest; 12 more are in headrace.drift.")
                .contains("<td class=\"bad\">drift</td>", "What the tolerance bounds");
    }

    @Test
    void calibrationSaysWhatCameOfWhatWasPredicted() {
        assertThat(page(MonitoredSamples.full()))
                .contains(
                        "Version 1, scored as of 2025-11-02 to 2025-12-03, 3,001\u00a0rows whose labels are known: on average"
                                + " 35.3\u00a0% predicted, 37.3\u00a0% came. In 1 of 3\u00a0groups the probability lies outside")
                .contains("<td class=\"n bad\">33.0\u00a0% to 39.0\u00a0%</td>", "Figures of the test rows")
                .contains("run_id&#x3D;" + MonitoredSamples.run(28) + " to " + MonitoredSamples.run(31) + " (3 runs)");
        assertThat(page(MonitoredSamples.bare("lapse"))).contains("No labels of scored rows are known yet");
    }

    @Test
    void lineageGoesBackToFiles() {
        assertThat(page(MonitoredSamples.full()))
                .contains(
                        "<th scope=\"row\">ingest-customers/2025-10-31/1</th><td>training, scoring</td><td><div>31 files</div>")
                .contains("<div>features.customer_activity 31</div>");
    }

    @Test
    void measuresOfAnyNameAreShown() {
        assertThat(page(MonitoredSamples.full()))
                .contains("AUC by the day that was scored", "<h3>log loss</h3>", "<h3>true positives</h3>")
                .contains("#headrace.performance~cbpe~2025-12-31T00!3a!00!3a!00Z~log_loss\">0.4");
        Figure error = MonitoredSamples.figure(LAST, LAST, "dle", "root_mean_squared_error", 12_345.6, "ok");
        MonitoredModel model = MonitoredSamples.of(List.of(), List.of(error), List.of());
        assertThat(page(model)).contains("root mean squared error by the day that was scored", "12,346");
    }

    @Test
    void slicesStandBesideAllRows() {
        String page = page(MonitoredSamples.full());
        assertThat(page)
                .contains("By slice, those that are worse first")
                .contains("~auc~country!20!!3d!!20!Spain\">0.7100</a>");
        assertThat(page.indexOf("country &#x3D; Spain")).isLessThan(page.indexOf("country &#x3D; France"));
        assertThat(page(MonitoredSamples.bare("lapse"))).doesNotContain("By slice");
    }

    @Test
    void keysOfRowsThatDifferHaveDifferentIds() {
        assertThat(Stream.of("a b", "a~b", "a-b", "a", "", "ä", "a!20!b", "A", "a/b", "a_b")
                        .map(column -> MonitoredSamples.reference("drift", 1, "of", column, "column", "x")
                                .anchor()))
                .doesNotHaveDuplicates()
                .allMatch(anchor -> anchor.matches("[A-Za-z0-9_.~!-]+"));
    }

    @Test
    void whatIsComparedOnlyWithTrainingStandsBesideWhatIsComparedWithTheSeason() {
        var season = MonitoredSamples.verdict(LAST, "score", "chi-square", Verdict.OK, 0.01, 1);
        var calibration = MonitoredSamples.verdict(LAST, "score", "calibration-slope", Verdict.DRIFT, 0.3, 1);
        MonitoredModel model = MonitoredSamples.of(
                List.of(
                        MonitoredSamples.against("season", season),
                        MonitoredSamples.against("training", season),
                        MonitoredSamples.against("training", calibration)),
                List.of(),
                List.of());
        assertThat(page(model))
                .contains("calibration-slope against training: drift, effect 0.3000", "chi-square: ok")
                .doesNotContain("chi-square against");
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
        MonitoredModel model = MonitoredSamples.of(
                List.of(
                        MonitoredSamples.verdict(LAST, "a", "missing", Verdict.OK, 0.9, 0.01),
                        MonitoredSamples.verdict(LAST, "b", "missing", Verdict.OK, 0.1, 0.5),
                        MonitoredSamples.verdict(LAST, "c", "missing", Verdict.UNKNOWN, 0, 0.9)),
                List.of(),
                List.of());
        ColumnStrips strips = new ColumnStrips(model, new SiteAddress(model.job(), model.days()));
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
        var season = MonitoredSamples.against(
                "season", MonitoredSamples.verdict(LAST, "age", "chi-square", Verdict.OK, 0.3, 0.1));
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
        assertThat(new MonitorSite("retail", List.of(), List.of()).pages().get("index.html"))
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
                List.of(new MonitoredModel.InForce(1, 1, "now", "promoted", HOSTILE, HOSTILE)),
                Optional.of(new Calibration(
                        1,
                        "2025-11-02 00:00:00",
                        "2025-11-02 00:00:00",
                        MonitoredSamples.calibration().now(),
                        List.of(),
                        List.of(HOSTILE),
                        HOSTILE)),
                List.of(new LineageStep(HOSTILE, HOSTILE, List.of(HOSTILE), List.of(HOSTILE))),
                List.of(new MonitoredModel.Day(
                        MonitoredSamples.full().runs().get(0),
                        List.of(new RecordedRows(
                                HOSTILE,
                                HOSTILE,
                                List.of(new RecordedRows.Column(HOSTILE, HOSTILE, false, true)),
                                List.of(new RecordedRows.Recorded(
                                        MonitoredSamples.reference("drift", 0, "column", HOSTILE), List.of(HOSTILE))),
                                0)))));
        new MonitorSite(HOSTILE, List.of(model), List.of())
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

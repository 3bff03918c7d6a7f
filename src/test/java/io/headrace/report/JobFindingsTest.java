package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.report.ExperimentFindings.Look;
import io.headrace.report.FairnessFindings.GroupName;
import io.headrace.report.FairnessFindings.Policy;
import io.headrace.report.ValueFindings.Sum;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobFindingsTest {
    private static final String HOSTILE = "</title></style><script>alert(1)</script> \"'& {{view}}";

    private static SortedMap<String, String> pages(JobFindings... findings) {
        return new MonitorSite("retail", List.of(MonitoredSamples.bare("lapse")), List.of(findings)).pages();
    }

    private static String page(JobFindings findings) {
        String page = pages(findings).get("by-" + findings.job() + ".html");
        return page.substring(page.indexOf("<body>"));
    }

    private static SiteAddress nowhere() {
        return new SiteAddress("job", List.of());
    }

    @Test
    void indexAndModelLeadToThePagesThatThereAre() {
        SortedMap<String, String> pages =
                pages(FindingsSamples.experiment(), FindingsSamples.value(), FindingsSamples.fairness());
        for (String page : List.of("index.html", "by-monitor-lapse.html")) {
            assertThat(pages.get(page))
                    .contains("<a href=\"by-experiment-lapse.html\">Experiment on lapse</a>")
                    .contains("<a href=\"by-value-lapse.html\">Value of lapse</a>")
                    .contains("<a href=\"by-fairness-lapse.html\">Fairness of lapse</a>")
                    .as("groups are named on the pages of fairness only")
                    .doesNotContain("female", "under 30");
        }
        assertThat(pages.get("by-value-lapse.html")).contains("<a href=\"by-monitor-lapse.html\">Model lapse</a>");
        assertThat(pages().get("index.html")).doesNotContain("What decisions did");
        assertThat(pages(FindingsSamples.unknownValue()).get("by-monitor-lapse.html"))
                .as("of another model")
                .doesNotContain("What decisions did");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            running      | none | Nothing follows yet; looks go on up to 28 February 2026.
            no_data      | none | Nothing follows yet; looks go on up to 28 February 2026.
            ship         | good | A person promotes its version: headrace models promote lapse VERSION --reason TEXT.
            unhealthy    | warn | Nothing is decided: find out first why.
            inconclusive | none | Nothing follows.
            roll_back    | bad  | Nothing was done by this look: a person takes the arm out of the score job.
            """)
    void eachVerdictSaysWhatFollows(String verdict, String mark, String follows) {
        ExperimentFindings found =
                FindingsSamples.experiment(List.of(FindingsSamples.look(2, verdict, false)), List.of());
        assertThat(found.glimpse())
                .returns(mark, JobFindings.Glimpse::mark)
                .returns(verdict.replace('_', ' '), JobFindings.Glimpse::word);
        assertThat(found.glimpse().sentence())
                .startsWith("Look 2, 2 February 2026: ")
                .endsWith(follows);
    }

    @Test
    void anArmIsTakenBackByTheLookThatSaysSo() {
        Look acted = FindingsSamples.look(3, "roll_back", true);
        assertThat(FindingsSamples.experiment(List.of(acted), List.of())
                        .glimpse()
                        .sentence())
                .contains(
                        "challenger does harm beyond its margin.", "This look has taken away the alias of challenger");
        Look later = FindingsSamples.look(4, "roll_back", false);
        assertThat(FindingsSamples.experiment(List.of(acted, later), List.of())
                        .glimpse()
                        .sentence())
                .contains(
                        "The arm was taken back by experiment-lapse/2026-02-03/1; what was done since, a person has decided.");
        assertThat(FindingsSamples.experiment(List.of(), List.of()).glimpse().sentence())
                .isEqualTo("No run has looked under the plan as it is now. Nothing follows.");
    }

    @Test
    void anArmThatWasTakenBackUnderAnotherPlanIsTold() {
        ExperimentFindings now = FindingsSamples.experiment(List.of(), List.of());
        ExperimentFindings after = new ExperimentFindings(
                now.model(),
                now.job(),
                now.owner(),
                now.plan(),
                now.looks(),
                2,
                Optional.of("experiment-lapse/2026-01-20/1"),
                now.shares(),
                now.days());
        assertThat(after.glimpse().sentence())
                .isEqualTo("No run has looked under the plan as it is now. Under another plan of this job"
                        + " experiment-lapse/2026-01-20/1 took challenger back.");
        assertThat(page(after))
                .contains("see headrace.verdicts. Under another plan of this job experiment-lapse/2026-01-20/1 took");
    }

    @Test
    void anExperimentSaysWhatIsAskedAndWhatWasFound() {
        assertThat(page(FindingsSamples.experiment()))
                .contains(
                        "Is challenger no worse by primary (the label of the model; lower is better), where harm of less"
                                + " than 0.005 is tolerated?")
                .contains("day 28; nothing is decided before each of both arms has 100 entities with an outcome.")
                .contains("1\u00a0run looked before the start or under another plan of this job")
                .contains("One look only, decides nothing", "At every look, 95\u00a0%")
                .contains("p 0.410 of the entities and 0.370 of those with an outcome")
                .contains(
                        "data-row=\"headrace.verdicts run_id&#x3D;experiment-lapse/2026-02-12/1 measure&#x3D;primary\"");
    }

    @Test
    void measuresSayWhatTheTestsShow() {
        ExperimentView harmed = view(12, true);
        assertThat(harmed.measures())
                .extracting(ExperimentView.MeasureLine::says)
                .containsExactly("harmed beyond its margin", "not shown yet", "decides nothing");
        assertThat(view(2, false).measures())
                .extracting(ExperimentView.MeasureLine::says)
                .containsExactly("not shown yet", "not shown yet", "decides nothing");
        assertThat(harmed.measures().get(0).entities()).extracting(Linked::text).containsExactly("12,000", "9,420");
    }

    private static ExperimentView view(int number, boolean acts) {
        Look look = FindingsSamples.look(number, acts ? "roll_back" : "running", acts);
        return new ExperimentView(FindingsSamples.experiment(List.of(look), List.of()), nowhere());
    }

    @Test
    void armsStandBesideWhatTheyShouldHold() {
        ExperimentView view = view(1, false);
        assertThat(view.arms())
                .extracting(
                        ExperimentView.ArmLine::name,
                        ExperimentView.ArmLine::use,
                        ExperimentView.ArmLine::declared,
                        ExperimentView.ArmLine::expected,
                        arm -> arm.seen().text(),
                        ExperimentView.ArmLine::share)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "champion", "control", "50.0\u00a0%", "1,000", "1,010", "50.5\u00a0%"),
                        org.assertj.core.groups.Tuple.tuple(
                                "challenger", "treated", "40.0\u00a0%", "800", "795", "39.8\u00a0%"),
                        org.assertj.core.groups.Tuple.tuple(
                                "holdout", "not compared", "10.0\u00a0%", "200", "195", "9.8\u00a0%"));
        assertThat(view.ratio()).startsWith("Shares are as declared").endsWith("No entity was seen in several arms.");
    }

    @Test
    void theMarginLiesOnTheSideOfHarm() {
        List<ExperimentFindings.Measure> measures = FindingsSamples.plan().measures();
        assertThat(measures.get(0).harm(0.31)).as("lower is better").isEqualTo(0.005);
        assertThat(measures.get(1).harm(-50)).as("2 % of the control's size").isEqualTo(-1);
    }

    @Test
    void aValueIsToldInAMinute() {
        String page = page(FindingsSamples.value());
        Sum earned = FindingsSamples.value().sum("realised", "earned").orElseThrow();
        String amount = DisplayFormat.amount(earned.value());
        assertThat(page)
                .contains("Acting on the scores of lapse has earned " + amount + " pounds (")
                .contains("of 54\u00a0days; acting on none would have earned 0.00, " + amount + " less, on all \u2212")
                .contains("Not known yet are 6,000\u00a0rows of 6\u00a0days, expected to earn ")
                .contains("<span>At best</span><strong><a href=\"#days\">4,000.00</a></strong>")
                .contains("on scores above 0.35, as is known in hindsight", "<span>for scoring 60\u00a0days</span>")
                .contains("2\u00a0days are not valued: published after the last run")
                .contains(
                        "data-row=\"headrace.value basis&#x3D;realised figure&#x3D;above threshold&#x3D;0.35, 54\u00a0rows added\"");
    }

    @Test
    void eachArmStandsBesideTheChampion() {
        String page = page(FindingsSamples.value());
        assertThat(page)
                .contains("<li><a href=\"#arms\">By arm</a></li>")
                .contains(
                        "<th scope=\"row\">champion</th><td class=\"n\">44.00</td><td>36.00 to 52.00</td><td class=\"n\"></td><td></td>")
                .contains("<th scope=\"row\">challenger</th><td class=\"n\">62.50</td><td>\u221212.50 to 137.50</td>"
                        + "<td class=\"n\">18.50</td><td>\u221256.90 to 93.90</td><td class=\"n\">2,700</td>")
                .contains("headrace.value basis&#x3D;realised figure&#x3D;earned arm&#x3D;holdout, 54\u00a0rows added")
                .contains(
                        "a customer (2.10 to 2.70), contacting 27.4\u00a0% of 1,000\u00a0rows of 27 March 2026, at best")
                .contains("<th scope=\"col\" class=\"n\">Campaign, at best</th>")
                .contains(
                        "<p class=\"verdict\">For 1,000 rows of each arm: champion 44.00, challenger 62.50, holdout 0.00.</p>")
                .contains("All sums but those by arm are of the champion's decisions");
        assertThat(page(FindingsSamples.unknownValue())).doesNotContain("By arm", "Campaign", "arms\"");
    }

    @Test
    void whatWasEarnedSoFarEndsInTheSum() {
        ValueFindings value = FindingsSamples.value();
        double last = value.ofDays().stream()
                .flatMap(day -> day.figure("realised", "earned").stream())
                .reduce((one, other) -> other)
                .orElseThrow()
                .soFar()
                .value();
        assertThat(last).isEqualTo(value.sum("realised", "earned").orElseThrow().value());
    }

    @Test
    void olderDaysAreCounted() {
        ValueFindings value = FindingsSamples.value();
        List<ValueFindings.OfDay> many = IntStream.range(0, 100)
                .mapToObj(day -> value.ofDays().get(day % 60))
                .toList();
        ValueView view = new ValueView(
                new ValueFindings(
                        "lapse",
                        "value-lapse",
                        "crm",
                        "pounds",
                        "run",
                        0,
                        List.of(1),
                        1,
                        0,
                        value.sums(),
                        value.best(),
                        Optional.empty(),
                        List.of(),
                        many,
                        List.of()),
                nowhere());
        assertThat(view.lines()).hasSize(92);
        assertThat(view.headings()).doesNotContain("Campaign, at best").hasSize(7);
        assertThat(view.moreLines()).isEqualTo("8\u00a0older days: see headrace.value.");
    }

    @Test
    void aValueThatIsNotKnownIsSaidToBeSo() {
        assertThat(FindingsSamples.unknownValue().glimpse())
                .returns("not valued yet", JobFindings.Glimpse::word)
                .extracting(JobFindings.Glimpse::sentence)
                .asString()
                .startsWith("Nothing is valued yet: value-of-spend has to run");
        assertThat(page(FindingsSamples.unknownValue()))
                .contains("Value of spend, by value-of-spend", "1\u00a0day is not valued")
                .doesNotContain("href=\"#days\"", "<svg");
    }

    @Test
    void policiesSayForHowManyGroupsWithoutNamingThem() {
        assertThat(FindingsSamples.fairness().glimpse())
                .returns("breach", JobFindings.Glimpse::word)
                .returns(
                        "Policy four-fifths: breach for 1 of 2\u00a0groups. Policy equal-opportunity: nothing can be said for 1"
                                + " of 1\u00a0group.",
                        JobFindings.Glimpse::sentence);
        assertThat(FindingsSamples.fairness(List.of()).glimpse())
                .returns("no policy", JobFindings.Glimpse::word)
                .returns("none", JobFindings.Glimpse::mark);
        Policy kept = FindingsSamples.policy(
                "run",
                "kept",
                "ok",
                "ratio",
                0.8,
                List.of(FindingsSamples.pair("run", "kept", FindingsSamples.FEMALE, "ok", 1)));
        assertThat(FindingsSamples.fairness(List.of(kept)).glimpse())
                .returns("ok", JobFindings.Glimpse::word)
                .returns("Policy kept: kept for all of 1\u00a0group.", JobFindings.Glimpse::sentence);
    }

    @Test
    void groupsThatAreTooSmallAreSaidToBeSoAndThoseThatDifferAreMarked() {
        SortedMap<String, String> pages = pages(FindingsSamples.fairness());
        assertThat(pages.get("by-fairness-lapse.html"))
                .contains("This page names groups by values of protected columns, which are marked as personal")
                .contains(">few</a>", "insufficient: 16 rows, 100 are needed", "0.5500 *</a>", "0.5900</a>")
                .contains("turns round where another column is held fixed")
                .contains(
                        "more than chance</a>",
                        "<th scope=\"row\">selection rate</th><td>gender</td><td>difference</td>");
        assertThat(pages.get("by-fairness-lapse/2026-02-01.html"))
                .contains("it is for those who may read headrace.fairness");
    }

    @Test
    void policiesAreFollowedOverRuns() {
        FairnessView view = new FairnessView(FindingsSamples.fairness(), nowhere());
        assertThat(view.history())
                .filteredOn(line -> line.policy().equals("four-fifths"))
                .extracting(line -> line.verdict().text())
                .containsExactly("breach", "breach", "ok", "ok");
        assertThat(view.groupsOverTime())
                .extracting(FairnessView.PastGroup::group)
                .as("those of one column that can be told")
                .contains("gender = female", "gender = male")
                .doesNotContain("everybody", "gender = other");
        assertThat(new FairnessView(FindingsSamples.fairness(List.of()), nowhere()).hasHistory())
                .isFalse();
    }

    @Test
    void manyGroupsAreDrawnByOneColumnOnly() {
        List<FairnessFindings.Figure> figures = IntStream.range(0, 40)
                .mapToObj(i -> new FairnessFindings.Figure(
                        "selection_rate",
                        new GroupName(i < 10 ? List.of("a") : List.of("a", "b"), "group " + i),
                        OptionalDouble.of(0.5),
                        OptionalDouble.of(0.4),
                        OptionalDouble.of(0.6),
                        500,
                        new RowReference("headrace.fairness", "run", java.util.Map.of("values", "group " + i))))
                .toList();
        FairnessFindings.Judgement of =
                FindingsSamples.fairness(List.of()).last().orElseThrow();
        FairnessView view = new FairnessView(
                new FairnessFindings(
                        "lapse",
                        "fairness-lapse",
                        "risk",
                        List.of(new FairnessFindings.Metric("selection_rate", "selected")),
                        0.05,
                        List.of(new FairnessFindings.Judgement(
                                of.run(),
                                "1",
                                "",
                                "",
                                "open",
                                "The good decision is the other one.",
                                List.of(),
                                figures,
                                List.of(),
                                List.of(),
                                List.of())),
                        List.of()),
                nowhere());
        assertThat(view.isCut()).isTrue();
        assertThat(view.firstPlot().get(0).plot().blocks())
                .singleElement()
                .extracting(ForestPlot.Block::lines)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(10);
        assertThat(view.groupLines()).hasSize(40);
        assertThat(view.window())
                .endsWith("only selection and mean score can be told. The good decision is the other one.");
    }

    @Test
    void textsCannotBecomeMarkup() {
        RowReference row = new RowReference("headrace.fairness", HOSTILE, java.util.Map.of("values", HOSTILE));
        GroupName group = new GroupName(List.of("gender"), HOSTILE);
        FairnessFindings.Pair pair = new FairnessFindings.Pair(
                group,
                java.util.Optional.of(group),
                HOSTILE,
                OptionalDouble.of(1),
                OptionalDouble.of(0.9),
                OptionalDouble.of(1.1),
                100,
                HOSTILE,
                row);
        String page = page(FindingsSamples.fairness(List.of(new Policy(
                HOSTILE, HOSTILE, HOSTILE, "ratio", 0.8, List.of(HOSTILE), HOSTILE, HOSTILE, List.of(pair), row))));
        assertThat(page).contains("&lt;script&gt;").doesNotContain("<script", "</title></style>");
        assertThat(Pattern.compile("<[^>]*on[a-z]+=").matcher(page).find()).isFalse();
    }
}

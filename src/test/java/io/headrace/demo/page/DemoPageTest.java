package io.headrace.demo.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.report.Asset;
import io.headrace.report.SelfContained;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoPageTest {
    private static final String HOSTILE =
            "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)> \"'& {{view}} http://elsewhere.example/";

    private final String full = DemoPage.render(SampleReport.full());

    @Test
    void showsEverySectionOfAFullReport() {
        assertThat(sections(full))
                .containsExactly(
                        "flow",
                        "quality",
                        "trainings",
                        "reach",
                        "risk",
                        "profit",
                        "handovers",
                        "rollback",
                        "monitoring",
                        "places");
        assertThat(full)
                .contains("<html lang=\"en\">", "Project retail", "Headrace <span>0.1.0</span>")
                .contains("Data from 10 December 2010 to 9 December 2011. Report of 10 December 2011.")
                .contains("The model may go to work");
    }

    @Test
    void leadsToThePagesOfMonitoringAndSaysWhatTheyFound() {
        assertThat(full).contains("<a href=\"monitoring/index.html\">");
        assertThat(words(full)).contains("is doing: drift .", "1 of 3 columns drifted against training");
        assertThat(DemoPage.render(SampleReport.bare())).doesNotContain("monitoring/");
    }

    @Test
    void leavesOutWhatIsEmpty() {
        String bare = DemoPage.render(SampleReport.bare());

        assertThat(sections(bare)).containsExactly("flow");
        assertThat(all("href=\"#([a-z]+)\"", bare)).containsExactly("content", "flow");
    }

    @Test
    void linksEverySectionItShows() {
        assertThat(all("<li><a href=\"#([a-z]+)\"", full)).isEqualTo(sections(full));
    }

    @Test
    void saysNothingOfTheBestPossibleAndOfProfitOnRealData() {
        String page = DemoPage.render(SampleReport.withoutTruthAndCampaign());

        assertThat(words(page))
                .doesNotContain("Best possible", "true probabilities", "Expected profit", "Plans compared");
        assertThat(charts(page).get("profit").isNull()).isTrue();
        assertThat(charts(page).get("gains").findValuesAsText("role")).containsExactly("model", "rule", "random");
    }

    @Test
    void checksThatEverySourceAddsUp() {
        assertThat(words(full))
                .contains("input 104,233 = superseded 300 + unreadable 12 + duplicates 40 + quarantined 900 "
                        + "+ silver 102,981 ✓ adds up")
                .contains("population 1,714 = scored 1,712 + errors 2 ✓ adds up")
                .contains("125,245 every one accounted for")
                .doesNotContain("✗ does not");
    }

    @Test
    void marksASourceThatDoesNotAddUp() {
        DataFlow flow = new DataFlow(
                List.of(new DataFlow.Source("invoices", 1, 100, 98, 0, 1, 2, 3, 90)),
                0,
                0,
                new DataFlow.Scores(10, 9, 0));

        String page = DemoPage.render(SampleReport.withFlow(flow));

        assertThat(words(page))
                .contains("input 100 ≠ superseded 0 + unreadable 1 + duplicates 2 + quarantined 3 + silver 90 "
                        + "✗ does not add up: the parts make 96")
                .contains("population 10 ≠ scored 9 + errors 0 ✗ does not add up: the parts make 9")
                .contains("not all accounted for");
        assertThat(page).contains("<li class=\"bad\"><strong>invoices</strong>");
    }

    @Test
    void sumsTheSourcesInThePicture() {
        assertThat(words(full))
                .contains("Landing files 125,245 rows in 745 files")
                .contains("Silver 123,899")
                .contains("Quarantined 968")
                .contains("Not scored 2");
    }

    @Test
    void showsEachGateWithValueBoundAndVerdict() {
        assertThat(words(full))
                .contains("✗ refused Model 2, run of 30 September 2011")
                .contains("Lead over the champion, lower end of the interval −0.011 at least 0.000 ✗ failed")
                .contains(
                        "Lead over the champion, lower end of the interval nothing to compare at least 0.000 ✓ passed")
                .contains("Test cases 9,214 at least 1,000 ✓ passed");
    }

    @Test
    void showsAreasProfitAndRollbackInNumbers() {
        assertThat(words(full))
                .contains("Model 3 0.781 0.772 to 0.791", "Best possible 0.796", "Recency rule 0.727")
                .contains("Model minus rule, paired: +0.055 (95 % interval +0.047 to +0.062)")
                .contains("Everybody 1,712 −£1,843 −£2,611 to −£1,075")
                .contains("Model version 3 1 3", "Mean score 0.3387 0.3513 0.3387");
    }

    @Test
    void escapesEveryTextFromOutside() {
        String page = DemoPage.render(SampleReport.saying(HOSTILE));

        assertThat(page).doesNotContain("<script>alert", "<img", "<!--<");
        assertThat(all("<(script)\\b", page)).hasSize(3);
        assertThat(all("</(script)>", page)).hasSize(3);
        assertThat(page).contains("&lt;/script&gt;&lt;script&gt;alert(1)", "{{view}}");
        assertThat(charts(page).get("areas").findValuesAsText("label")).contains("Model " + HOSTILE);
    }

    @Test
    void loadsNothing() {
        String page = DemoPage.render(SampleReport.saying(HOSTILE));

        assertThat(all("<[^>]*?\\s(?:src|href|srcset|action|poster|xlink:href)=\"([^\"]*)\"", page))
                .isNotEmpty()
                .allMatch(target ->
                        target.startsWith("#") || target.equals("data:,") || target.equals("monitoring/index.html"));
        assertThat(SelfContained.style().text()).doesNotContain("@import", "http");
        assertThat(Asset.beside(DemoPage.class, "demo-page.js").text())
                .doesNotContain("fetch(", "XMLHttpRequest", "import(", "http");
        assertThat(page).doesNotContain("sourceMappingURL").contains("default-src 'none'; img-src data:;");
    }

    @Test
    void namesTheDigestOfEveryScriptAndStyleItCarries() {
        String policy =
                all("Content-Security-Policy\" content=\"([^\"]*)\"", full).get(0);

        List<String> inline = all("(?s)<(?:script|style)>(.*?)</(?:script|style)>", full);

        assertThat(inline).hasSize(3);
        assertThat(inline).allSatisfy(text -> assertThat(policy).contains(new Asset(text).policySource()));
        assertThat(policy).doesNotContain("unsafe");
    }

    @Test
    void carriesTheLicenceOfTheChartLibrary() {
        assertThat(full).contains("Charts are drawn by Chart.js 4.5.1", "Permission is hereby granted, free of charge");
    }

    @Test
    void givesTheSameTextForTheSameReportWhateverTheMachine() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            assertThat(DemoPage.render(SampleReport.full())).isEqualTo(full);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private static List<String> sections(String page) {
        return all("<section id=\"([a-z]+)\"", page);
    }

    private static List<String> all(String pattern, String page) {
        return Pattern.compile(pattern)
                .matcher(page)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** What stands between header and footer without its markup, in single spaces. */
    private static String words(String page) {
        return page.substring(page.indexOf("<header>"), page.indexOf("<footer>"))
                .replaceAll("<[^>]*>", " ")
                .replace("&nbsp;", " ")
                .replace("&#x3D;", "=")
                .replace('\u00a0', ' ')
                .replaceAll("\\s+", " ");
    }

    private static JsonNode charts(String page) {
        String json = all("id=\"chart-data\">([^<]*)</script>", page).get(0);
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException broken) {
            throw new AssertionError("the chart data are not JSON: " + json, broken);
        }
    }
}

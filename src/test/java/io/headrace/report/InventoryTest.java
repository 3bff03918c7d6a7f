package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.report.Evidence.Section;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final String HOSTILE = "</title></style><script>alert(1)</script> \"'& {{view}}";
    private static final Evidence EVIDENCE = new Evidence(List.of(
            Section.named("model").fact("name", "lapse").word("owner", "crm").word("tier", ""),
            Section.named("method").fact("settings", List.of("a = 1", "b = 2")).fact("interval", ""),
            Section.named("use").word("intended use", HOSTILE)));

    private static SortedMap<String, String> pages() {
        return sample().pages();
    }

    /** One version, of which a field is owed. */
    static Inventory sample() {
        return new Inventory("retail", List.of(new Inventory.Entry("lapse", 2, List.of("champion"), EVIDENCE)));
    }

    @Test
    void whatAPersonHasNotSaidIsOwedAndAFactThatIsNoneIsNot() {
        assertThat(EVIDENCE.owed()).containsExactly("model: tier");
        assertThat(EVIDENCE.json())
                .containsEntry("model", Map.of("name", List.of("lapse"), "owner", List.of("crm"), "tier", List.of()))
                .containsEntry("owed", List.of("model: tier"));
    }

    @Test
    void theIndexLeadsToEachVersion() {
        assertThat(pages()).containsOnlyKeys("inventory.html", "evidence-lapse-2.html");
        assertThat(pages().get("inventory.html"))
                .contains(
                        "href=\"evidence-lapse-2.html\"",
                        "<dd>champion</dd>",
                        "<dd>1\u00a0field</dd>",
                        "1\u00a0model version on record, 1 with fields that a person owes.");
        assertThat(new Inventory("retail", List.of()).pages().get("inventory.html"))
                .contains("No model was trained yet.");
    }

    @Test
    void thePageShowsFactsAndMarksWhatIsOwed() {
        assertThat(pages().get("evidence-lapse-2.html"))
                .contains("href=\"inventory.html\"")
                .containsPattern("<dt>tier</dt>\\s*<dd class=\"owed\">\\(owed by a person\\)</dd>")
                .containsPattern("<dt>interval</dt>\\s*<dd>none</dd>")
                .containsPattern("<dt>settings</dt>\\s*<dd>a &#x3D; 1</dd><dd>b &#x3D; 2</dd>");
    }

    @Test
    void noTextGetsOutOfItsPlace() {
        assertThat(pages().get("evidence-lapse-2.html"))
                .doesNotContain("<script>")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .contains("default-src 'none'");
    }
}

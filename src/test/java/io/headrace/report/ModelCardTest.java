package io.headrace.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.report.ModelCard.Bar;
import io.headrace.report.ModelCard.Charts;
import io.headrace.report.ModelCard.ClassLine;
import io.headrace.report.ModelCard.ClassTable;
import io.headrace.report.ModelCard.Dependence;
import io.headrace.report.ModelCard.Fact;
import io.headrace.report.ModelCard.Feature;
import io.headrace.report.ModelCard.Gate;
import io.headrace.report.ModelCard.Point;
import io.headrace.report.ModelCard.Spread;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    private static final String HOSTILE = "</script><script>alert(1)</script> \"'& {{view}}";

    private static ModelCard card(String use, List<Fact> slices, Charts charts) {
        return new ModelCard(
                "lapse",
                3,
                "retail",
                "The gates let it pass. It is champion.",
                true,
                use,
                "",
                List.of(new Fact("owner", "crm", "")),
                List.of(new Fact("auc", "0.81", "0.79 to 0.83")),
                List.of(new Gate(
                        "auc-at-least", "AUC on the test rows is 0.8100, must be 0.6000 or more", "passed", "good")),
                new ClassTable(
                        slices.isEmpty() ? List.of() : List.of(">30", "NO"),
                        List.of(new ClassLine(">30", List.of("0.4", "0.5", "0.6", "0.7"), List.of("12", "34")))),
                slices,
                List.of(new Feature("age", HOSTILE, "0.2", "0.01 (0.005 to 0.015)")),
                List.of(),
                charts);
    }

    /** With all that a card can have. */
    static ModelCard full() {
        Charts charts = new Charts(
                List.of(new Bar("age", 0.2)),
                List.of(new Point(1, 1, 1, 1)),
                List.of(new Point(0.2, 0.25, 0.2, 0.3)),
                List.of(new Spread(10, 11, 10.5, 11.5, 4, 19)),
                List.of(new Dependence("dependence-1", "age", List.of(new Bar("18 to 25", 0.1)))));
        return card("Letters to customers.", List.of(new Fact("country=France", "auc", "0.7")), charts);
    }

    /** With as little as it can have, and hostile texts. */
    static ModelCard bare() {
        return card(
                "", List.of(), new Charts(List.of(new Bar(HOSTILE, 0.2)), List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void showsWhatWasRecorded() {
        String page = full().page();
        assertThat(page)
                .contains("<h1>Model lapse, version 3</h1>", "<strong>Intended use.</strong>", "Letters to customers.")
                .contains(
                        "country&#x3D;France",
                        "id=\"gains\"",
                        "id=\"calibration\"",
                        "id=\"predictions\"",
                        "\"ninetieth\":19.0",
                        "0.79 to 0.83")
                .contains("0.01 (0.005 to 0.015)", "id=\"dependence-1\"", "18 to 25")
                .contains("Predicted as &gt;30", "<td class=\"n\">0.7</td><td class=\"n\">12</td>")
                .doesNotContain("<strong>Limits.", "Settings that were tried");
    }

    @Test
    void leavesOutWhatIsNotThereAndTextCannotBecomeCode() {
        String page = bare().page();
        assertThat(page)
                .contains("Nobody has said what this model may be used for")
                .doesNotContain(
                        "id=\"gains\"",
                        "id=\"predictions\"",
                        "id=\"dependence",
                        "By slice",
                        "By class",
                        "<script>alert");
    }
}

package io.headrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.model.CalendarParts.Part;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PreparedEncodingsTest {
    private static double[] slots(Encoding encoding, Object raw) {
        double[] slots = new double[encoding.width()];
        encoding.write(raw, slots, 0);
        assertThat(encoding.slotNames()).hasSize(slots.length).doesNotHaveDuplicates();
        assertThat(encoding.levelCounts()).hasSize(slots.length);
        return slots;
    }

    @Test
    void binsAreClosedAbove() {
        Bins levels = new Bins("age", List.of(18.0, 65.0), true);
        assertThat(slots(levels, 18)).containsExactly(0);
        assertThat(slots(levels, 18.5)).containsExactly(1);
        assertThat(slots(levels, 65L)).containsExactly(1);
        assertThat(slots(levels, Double.POSITIVE_INFINITY)).containsExactly(2);
        assertThat(slots(levels, Double.NaN)).containsExactly(3);
        assertThat(levels.levelCounts()).containsExactly(4);
        Bins oneHot = new Bins("age", List.of(18.0, 65.0), false);
        assertThat(slots(oneHot, 3)).containsExactly(0, 0, 0);
        assertThat(slots(oneHot, 30)).containsExactly(1, 0, 0);
        assertThat(slots(oneHot, 70)).containsExactly(0, 1, 0);
        assertThat(slots(oneHot, null)).containsExactly(0, 0, 1);
        assertThatThrownBy(() -> new Bins("age", List.of(2.0, 2.0), true))
                .hasMessage("feature age: edges must be finite and rise, found [2.0, 2.0]");
        assertThatThrownBy(() -> slots(oneHot, "old"))
                .hasMessage("feature age: expected a number, found \"old\" (String)");
    }

    @Test
    void instantsAreSplitByTheClockOfTheirZone() {
        LocalCalendarParts there = new LocalCalendarParts(
                "at", List.of(Part.HOUR, Part.WEEKDAY, Part.DAY_OF_MONTH), true, ZoneId.of("Asia/Kathmandu"));
        Instant moment = Instant.parse("2024-02-29T23:30:00Z");
        assertThat(slots(there, moment)).containsExactly(5, 4, 0);
        assertThat(slots(there, Timestamp.from(moment))).containsExactly(5, 4, 0);
        assertThat(slots(there, LocalDateTime.of(2024, 2, 29, 23, 30))).containsExactly(23, 3, 28);
        assertThat(slots(there, LocalDate.of(2024, 2, 29))).containsExactly(0, 3, 28);
        assertThat(slots(there, null)).containsExactly(24, 7, 31);
        assertThat(there.levelCounts()).containsExactly(25, 8, 32);
        FeatureEncoder encoder = FeatureEncoder.of(List.of(there));
        ModelFile file = new ModelFile(
                TreeModel.of(encoder, Output.LOG_ODDS, 0, List.of(new TreeNode.Leaf(1, 1))), java.util.Map.of());
        assertThat(ModelFile.read(file.bytes(), file.digest())).isEqualTo(file);
    }

    @Test
    void datesAreSplitInUtc() {
        CalendarParts levels = new CalendarParts("at", List.of(Part.HOUR, Part.WEEKDAY, Part.DAY_OF_MONTH), true);
        Instant moment = Instant.parse("2024-02-29T23:30:00Z");
        assertThat(slots(levels, moment)).containsExactly(23, 3, 28);
        assertThat(slots(levels, Timestamp.from(moment))).containsExactly(23, 3, 28);
        assertThat(slots(levels, java.sql.Date.valueOf("2024-02-29"))).containsExactly(0, 3, 28);
        assertThat(slots(levels, null)).containsExactly(24, 7, 31);
        CalendarParts oneHot = new CalendarParts("at", List.of(Part.MONTH), false);
        assertThat(oneHot.width()).isEqualTo(12);
        assertThat(slots(oneHot, LocalDate.of(2024, 1, 1))).containsOnly(0);
        assertThat(slots(oneHot, LocalDate.of(2024, 12, 1))[10]).isOne();
        assertThat(slots(oneHot, null)[11]).isOne();
        assertThatThrownBy(() -> slots(oneHot, 3))
                .hasMessage("feature at: expected a day or moment, found 3 (Integer)");
    }

    @Test
    void meansAreDrawnTowardsThatOfAll() {
        TargetMeans means = TargetMeans.of(
                "town", new TreeMap<>(Map.of("a", new double[] {3, 4})), new double[] {0, 2}, new double[] {5, 10}, 6);
        assertThat(slots(means, "a")).containsExactly((3 + 6 * 0.5) / 10);
        assertThat(slots(means, "never seen")).containsExactly(0.5);
        assertThat(slots(means, null)).containsExactly((0 + 6 * 0.5) / 8);
    }
}

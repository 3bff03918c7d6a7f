package io.headrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.testing.LakeExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day is scored anew after its outcomes were counted, and taken back: what it earned is known again after the next run. */
@Tag("full")
class ValueAfterRollbackSparkIT {
    private static final LocalDate FIRST = MonitoredShop.TRAINED.plusDays(1);
    private static final LocalDate LAST = FIRST.plusDays(3);

    @TempDir
    private static Path folder;

    private MonitoredShop shop;

    @Test
    void outcomesAreCountedOfTheRowsThatReadersSeeNow() throws IOException {
        LakeExtension.session();
        shop = MonitoredShop.in(folder);
        Files.writeString(folder.resolve("jobs/value-return.conf"), """
                kind = value, owner = shop, currency = pounds
                versions = [{ from = 2026-01-01, hit = 5, miss = -0.5, false-alarm = -2 }]
                """);
        for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
            shop.deliver(day, 1, "");
            shop.play(day);
        }
        assertThat(earned()).contains(", of 2 days");

        shop.run("job", "score-return", "--date", FIRST.toString(), "--force");
        assertThat(earned()).as("other rows are seen").contains(", of 1 day");
        shop.deliver(LAST.plusDays(1), 1, "");
        shop.play(LAST.plusDays(1));
        assertThat(earned())
                .as("those of the day that is due, and of the one scored anew")
                .contains(", of 3 days");

        shop.run("scores", "rollback", "scores.return", "--date", FIRST.toString(), "--reason", "wrong prices");
        assertThat(earned()).as("of these rows it was known before").contains(", of 3 days");
        shop.deliver(LAST.plusDays(2), 1, "");
        shop.play(LAST.plusDays(2));
        assertThat(earned()).contains(", of 4 days");
    }

    private String earned() {
        return shop.run("value", "return")
                .lines()
                .filter(line -> line.startsWith("  earned "))
                .findFirst()
                .orElseThrow();
    }
}

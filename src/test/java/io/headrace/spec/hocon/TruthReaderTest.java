package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.policy.TrueChange;
import io.headrace.policy.Truth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthReaderTest {
    @TempDir
    private Path folder;

    private Truth read(String text) throws IOException {
        return TruthReader.read(Files.writeString(folder.resolve("truth.conf"), text));
    }

    @Test
    void readsChangesWithTheirDays() throws IOException {
        assertThat(read("""
                        changes = [
                          { name = prices, from = 2025-03-01, to = 2025-03-31, columns = [price, basket] }
                          { name = unit error, from = "2025-06-07" }
                        ]
                        """))
                .isEqualTo(Truth.of(List.of(
                        new TrueChange(
                                "prices",
                                LocalDate.of(2025, 3, 1),
                                LocalDate.of(2025, 3, 31),
                                Set.of("price", "basket")),
                        new TrueChange("unit error", LocalDate.of(2025, 6, 7), LocalDate.of(2025, 6, 7), Set.of()))));
        assertThat(read("changes = []")).isEqualTo(Truth.of(List.of()));
    }

    @Test
    void saysAllThatIsWrong() {
        assertThatThrownBy(() -> read("""
                        changes = [
                          { name = prices, from = 2025-02-30, columns = price }
                          { from = 2025-03-02, to = 2025-03-01, until = 3 }
                        ]
                        """))
                .hasMessageContaining("truth.conf:2: changes.from: expected a day as yyyy-MM-dd, found \"2025-02-30\"")
                .hasMessageContaining("truth.conf:2: changes.columns: expected a list")
                .hasMessageContaining("truth.conf:3: changes.name: missing")
                .hasMessageContaining("changes.to: expected 2025-03-02 or later, found 2025-03-01")
                .hasMessageContaining("changes.until: unknown key");
        assertThatThrownBy(() -> read("change = 1")).hasMessageContaining("changes: missing");
        assertThatThrownBy(() -> TruthReader.read(folder.resolve("none.conf")))
                .hasMessageContaining("none.conf: cannot be read");
    }
}

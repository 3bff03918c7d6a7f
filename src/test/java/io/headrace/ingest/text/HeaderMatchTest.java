package io.headrace.ingest.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In what a header differs from the declared columns. */
class HeaderMatchTest {
    private static final List<RawColumn> COLUMNS = List.of(
            new RawColumn(List.of("id", "ID"), true),
            new RawColumn(List.of("name"), true),
            new RawColumn(List.of("zone"), false));

    @Test
    void nothingDiffers() {
        assertThat(changes("id", "name", "zone")).isEmpty();
    }

    @Test
    void newMissingRenamedAndReorderedColumns() {
        assertThat(changes("name", "colour", "ID"))
                .containsExactly(
                        "new column colour",
                        "renamed column id (comes as ID)",
                        "missing column zone",
                        "reordered column name");
    }

    @Test
    void theDeclaredColumnsAreFoundWhereverTheyStand() {
        HeaderMatch match = match("zone", "x", "ID", "name");
        assertThat(match.positions()).containsExactly(2, 3, 0);
        assertThat(match.undeclared()).containsExactly(1);
        assertThat(match.lacking()).isEmpty();
        assertThat(match("zone").lacking()).containsExactly("id", "name");
    }

    @Test
    void undeclaredColumnsHaveANameEach() {
        assertThat(match("id", "", "x", "name", "x", "").undeclaredNames())
                .containsExactly("column_2", "x", "x_5", "column_6");
    }

    @Test
    void namesThatSayNothingClear() {
        assertThat(match("id", "name", "id").ambiguous()).contains("has the column id twice");
        assertThat(match("id", "name", "ID").ambiguous()).contains("has id and ID, which are names of the same column");
        assertThat(match("id", "x", "x", "name").ambiguous()).isEmpty();
    }

    private static HeaderMatch match(String... header) {
        return new HeaderMatch(List.of(header), COLUMNS);
    }

    private static Stream<String> changes(String... header) {
        return match(header).changes().stream().map(ColumnChange::toString);
    }
}

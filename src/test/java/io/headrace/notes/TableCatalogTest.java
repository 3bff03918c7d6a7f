package io.headrace.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headrace.spec.Layer;
import io.headrace.table.TableCatalog;
import io.headrace.table.TableDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableCatalogTest {
    private static final Path PAGE = Path.of("docs/lake.md");
    private static final String BEGIN = "<!-- tables: written by the catalog -->\n";
    private static final String END = "<!-- end of tables -->\n";

    @Test
    void aTableIsAddedInOnePlace() {
        TableCatalog catalog = TableCatalog.system();
        TableDescription notes = catalog.find(Layer.SYSTEM.table("notes")).orElseThrow();
        assertThat(notes.personal()).containsExactly("note");
        assertThat(notes.columns())
                .extracting(TableDescription.Column::name, TableDescription.Column::unit)
                .contains(org.assertj.core.groups.Tuple.tuple("took", "seconds"));
        assertThat(catalog.of(Layer.SYSTEM)).contains(notes);
        assertThat(catalog.markdown()).contains("| `headrace.notes` | a note on a run | run_id |");
    }

    @Test
    void noTableIsDescribedTwice() {
        assertThatThrownBy(() -> TableCatalog.system().and(List.of(NoteTables.NOTES)))
                .hasMessage("headrace.notes is described twice");
    }

    @Test
    void everyColumnOfEverySystemTableHasAComment() {
        assertThat(TableCatalog.system().tables())
                .allSatisfy(table -> assertThat(table.columns())
                        .allSatisfy(column -> assertThat(column.comment()).isNotBlank()));
    }

    /** With {@code -Dheadrace.docs=write} the page is brought up to the catalog. */
    @Test
    void thePageListsTheTables() throws IOException {
        TableCatalog released = new TableCatalog(TableCatalog.system().tables().stream()
                .filter(table -> !table.equals(NoteTables.NOTES))
                .toList());
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String wanted = page.substring(0, begin) + released.markdown() + page.substring(page.indexOf(END));
        if ("write".equals(System.getProperty("headrace.docs"))) {
            Files.writeString(PAGE, wanted);
            return;
        }
        assertThat(page).isEqualTo(wanted);
    }
}

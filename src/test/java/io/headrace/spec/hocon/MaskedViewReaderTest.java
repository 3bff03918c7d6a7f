package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Mask;
import io.headrace.spec.MaskedView;
import io.headrace.spec.MaskedView.Anonymity;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedViewReaderTest {
    @TempDir
    Path folder;

    private SmallProject with(String view) {
        return new SmallProject(folder)
                .with(
                        "jobs/ingest-orders.conf",
                        "kind = ingest\nowner = a\nfiles { paths = [\"orders/*.csv\"] }\ncolumns { id { type = long }, city { type = string } }\n"
                                + "publish { views { analyst {\n" + view + "\n} } }\n");
    }

    @Test
    void readsEveryMask() {
        MaskedView view =
                with("""
                        columns = [a, b, c, d, e, f, g, h]
                        mask {
                          a { hash = true }
                          b { truncate = 3 }
                          c { truncate = month }
                          d { generalise { width = 0.5 } }
                          e { generalise { edges = [18, 65] } }
                          f { generalise { levels { north = [Sweden, Norway], south = [Italy] }, others = else } }
                          g { empty = true }
                          h { clear = "agreed" }
                        }
                        k-anonymity { k = 5, columns = [c, e], person = id, sensitive = [f], l = 3 }
                        """).project().jobs().get("ingest-orders").header().views().get(0);
        assertThat(view)
                .isEqualTo(new MaskedView(
                        "analyst",
                        List.of("a", "b", "c", "d", "e", "f", "g", "h"),
                        new TreeMap<>(Map.of(
                                "a", new Mask.Hash(),
                                "b", new Mask.Characters(3),
                                "c", new Mask.Calendar(Mask.Unit.MONTH),
                                "d", new Mask.Width(new BigDecimal("0.5")),
                                "e", new Mask.Edges(List.of(new BigDecimal(18), new BigDecimal(65))),
                                "f",
                                        new Mask.Levels(
                                                new TreeMap<>(
                                                        Map.of("Sweden", "north", "Norway", "north", "Italy", "south")),
                                                "else"),
                                "g", new Mask.Empty(),
                                "h", new Mask.Clear("agreed"))),
                        Optional.of(new Anonymity(5, List.of("c", "e"), Optional.of("id"), List.of("f"), 3)),
                        view.place()));
        assertThat(view.place().file()).isEqualTo("jobs/ingest-orders.conf");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mask { id { hash = true } } | columns: missing, expected a list of at least one",
                "columns = [id], mask { city { hash = true } } | mask.city: the copy has no such column: columns are id",
                "columns = [id], mask { id {} } | mask.id: missing, expected hash, truncate, generalise, empty or clear",
                "columns = [id], mask { id { hash = true, empty = true } } | expected only one of",
                "columns = [id], mask { id { hash = false } } | mask.id.hash: expected true, or another mask instead",
                "columns = [id], mask { id { truncate = week } } | expected a number of characters, or day, month or year",
                "columns = [id], mask { id { truncate = 0 } } | expected a number of characters, or day, month or year",
                "columns = [id], mask { id { generalise { width = 0 } } } | width: expected a number above 0, found 0",
                "columns = [id], mask { id { generalise { edges = [2, 1] } } } | found 1 after 2",
                "columns = [id], mask { id { generalise { levels { a = [x], b = [x] } } } } | is of the level a as well",
                "columns = [id], mask { id { generalise {} } } | expected width, edges or levels",
                "columns = [id], k-anonymity { k = 1, columns = [id] } | k-anonymity.k: expected a whole number of 2 or more",
                "columns = [id], k-anonymity { k = 2, columns = [city] } | the copy has no column \"city\"",
                "columns = [id], k-anonymity { k = 2, columns = [id], l = 2 } | k-anonymity.l: needs sensitive",
                "columns = [id], masks {} | masks: unknown key, did you mean \"mask\"?",
            })
    void namesWhatIsWrong(String view, String problem) {
        assertThat(with(view).read().problems())
                .anySatisfy(found -> assertThat(found.toString()).contains(problem));
    }
}

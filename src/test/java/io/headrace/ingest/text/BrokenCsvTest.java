package io.headrace.ingest.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.ingest.text.LineAudit.RowLines;
import io.headrace.spec.Dialect;
import io.headrace.spec.RawFiles.Format;
import io.headrace.spec.SchemaPolicy.AddedColumn;
import io.headrace.spec.Tolerance;
import io.headrace.spec.Tolerance.EmptyRows;
import io.headrace.spec.Tolerance.HeaderGap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Thousands of files broken by program: a row comes out as it was in the clean file, or refused with a reason, never
 * otherwise; and no row vanishes.
 */
class BrokenCsvTest {
    private static final int FILES_OF_EACH_KIND = 300;
    private static final String HEADER = "id,name,amount,day,note";
    private static final RawShape SHAPE = new RawShape(
            Format.CSV, Dialect.delimitedBy(','), RawParserTest.required(HEADER.split(",")), AddedColumn.KEEP);

    /** What no reader can see: the file ends within its last text, and what is left of that is a text too. */
    private static final List<String> MAY_SHORTEN_THE_LAST_TEXT = List.of("file cut off");

    private interface Breaker {
        String broken(List<String> lines, Random dice);
    }

    private static final Map<String, Breaker> BREAKERS = new LinkedHashMap<>();

    static {
        BREAKERS.put("delimiter lost", (rows, dice) -> without(rows, dice, ','));
        BREAKERS.put("delimiter added", (rows, dice) -> with(rows, dice, ","));
        BREAKERS.put("quote lost", (rows, dice) -> without(rows, dice, '"'));
        BREAKERS.put("quote added", (rows, dice) -> with(rows, dice, "\""));
        BREAKERS.put("other delimiters", (rows, dice) -> changed(rows, dice, row -> row.replace(',', ';')));
        BREAKERS.put("null character", (rows, dice) -> with(rows, dice, "\0"));
        BREAKERS.put("header again", (rows, dice) -> inserted(rows, dice, HEADER));
        BREAKERS.put("another table", (rows, dice) -> text(rows) + "\ncode,meaning\n1,one\n2,two\n");
        BREAKERS.put("a total below", (rows, dice) -> text(rows) + "Total,,12.00,,\n");
        BREAKERS.put("line end lost", (rows, dice) -> joined(rows, dice));
        BREAKERS.put("line end added", (rows, dice) -> with(rows, dice, "\n"));
        BREAKERS.put("mark in the middle", (rows, dice) -> inserted(rows, dice, "\uFEFF" + HEADER));
        BREAKERS.put("old line ends", (rows, dice) -> text(rows).replace('\n', '\r'));
        BREAKERS.put("mixed line ends", (rows, dice) -> mixed(rows, dice));
        BREAKERS.put("file cut off", (rows, dice) -> cut(text(rows), dice));
    }

    @Test
    void everyRowIsRightOrRefusedWithAReason() {
        Map<String, Integer> wrong = new HashMap<>();
        BREAKERS.forEach((kind, breaker) -> {
            for (int seed = 0; seed < FILES_OF_EACH_KIND; seed++) {
                wrong.merge(kind, silentlyWrong(kind, breaker, new Random(seed)), Integer::sum);
            }
        });
        wrong.keySet().removeAll(MAY_SHORTEN_THE_LAST_TEXT);
        assertThat(wrong).allSatisfy((kind, rows) -> assertThat(rows).as(kind).isZero());
    }

    private static int silentlyWrong(String kind, Breaker breaker, Random dice) {
        Map<String, List<String>> clean = new LinkedHashMap<>();
        List<String> rows = new ArrayList<>();
        for (int id = 1; id <= 20; id++) {
            List<String> fields = fields(id, dice);
            clean.put(fields.get(0), fields);
            rows.add(written(fields));
        }
        String broken = HEADER + "\n" + breaker.broken(rows, dice);
        int right = 0;
        int refused = 0;
        int wrong = 0;
        for (RawRow row : parsed(broken)) {
            if (row.problem() != null || !fitsTypes(row.values())) {
                refused++;
            } else if (normal(row.values()).equals(normal(clean.get(row.values().get(0))))) {
                right++;
            } else {
                wrong++;
                assertThat(MAY_SHORTEN_THE_LAST_TEXT)
                        .as(kind + ": " + row + " in " + broken)
                        .contains(kind);
                assertShortened(row.values(), clean.get(row.values().get(0)));
            }
        }
        assertThat(wrong).as(kind + ": " + broken).isLessThanOrEqualTo(1);
        int gone = kind.equals("file cut off") ? clean.size() : kind.equals("line end lost") ? 1 : 0;
        assertThat(right + refused + wrong)
                .as(kind + ": rows out of " + broken)
                .isGreaterThanOrEqualTo(clean.size() - gone);
        return wrong;
    }

    @Test
    void everyLineOfEveryFileIsAccountedFor() {
        BREAKERS.forEach((kind, breaker) -> {
            for (int seed = 0; seed < FILES_OF_EACH_KIND; seed++) {
                Random dice = new Random(seed);
                List<String> clean = new ArrayList<>();
                for (int id = 1; id <= 20; id++) {
                    clean.add(written(fields(id, dice)));
                }
                String broken = HEADER + "\n" + breaker.broken(clean, dice);
                List<RowLines> rows = new ArrayList<>();
                parsed(broken).forEach(row -> rows.add(new RowLines(row.number(), row.lines())));
                assertThat(audited(broken, rows).problem())
                        .as(kind + ": " + broken)
                        .isNull();
                if (!rows.isEmpty()) {
                    int victim = dice.nextInt(rows.size());
                    assertMissed(broken, rows, victim);
                    assertDoubled(broken, rows, victim);
                }
            }
        });
    }

    /** D2: with quotes within fields as characters, too, a text that was cut at its delimiters is refused. */
    @Test
    void aDelimiterLostBesideAQuotedFieldIsRefusedWhereQuotesWithinFieldsAreCharacters() {
        RawShape shape = new RawShape(
                Format.CSV,
                Dialect.delimitedBy(',').tolerating(new Tolerance(false, true, HeaderGap.NONE, EmptyRows.KEEP)),
                RawParserTest.required(HEADER.split(",")),
                AddedColumn.KEEP);
        for (int seed = 0; seed < 10 * FILES_OF_EACH_KIND; seed++) {
            Random dice = new Random(seed);
            List<String> fields = List.of("" + seed, text(dice), text(dice), text(dice), text(dice));
            String row = written(fields);
            String broken = without(List.of(row), dice, ',');
            RawRow read = parsed(shape, HEADER + "\n" + broken).get(0);
            assertThat(read.problem() != null || read.values().equals(fields))
                    .as(broken + " " + read.values())
                    .isTrue();
        }
    }

    private static String text(Random dice) {
        return List.of("plain", "Smith, Ann", "say \"yes\", now", "an end\"", "a, b, c", "\"a\", b")
                .get(dice.nextInt(6));
    }

    private static void assertMissed(String broken, List<RowLines> rows, int victim) {
        List<RowLines> fewer = new ArrayList<>(rows);
        fewer.remove(victim);
        assertThat(audited(broken, fewer).problem())
                .as("without " + rows.get(victim) + ": " + broken)
                .isNotNull();
    }

    private static void assertDoubled(String broken, List<RowLines> rows, int victim) {
        List<RowLines> more = new ArrayList<>(rows);
        more.add(victim, rows.get(victim));
        assertThat(audited(broken, more).problem()).contains(rows.get(victim).first() + " belongs to two rows");
    }

    private static LineAudit.Account audited(String text, List<RowLines> rows) {
        try {
            return LineAudit.of(
                    SHAPE,
                    new PlainLines(
                            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8),
                    rows.iterator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertShortened(List<String> found, List<String> clean) {
        assertThat(found.subList(0, 4)).isEqualTo(normal(clean).subList(0, 4));
        assertThat(clean.get(4)).startsWith(found.get(4) == null ? "" : found.get(4));
    }

    private static List<RawRow> parsed(String text) {
        return parsed(SHAPE, text);
    }

    private static List<RawRow> parsed(RawShape shape, String text) {
        List<RawRow> rows = new ArrayList<>();
        new RawParser(shape)
                .rows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .forEachRemaining(rows::add);
        return rows;
    }

    /** What the declared types integer, text, decimal, date and text let pass. */
    private static boolean fitsTypes(List<String> values) {
        try {
            Integer.parseInt(String.valueOf(values.get(0)));
            new BigDecimal(String.valueOf(values.get(2)));
            LocalDate.parse(String.valueOf(values.get(3)));
            return values.get(1) != null;
        } catch (NumberFormatException | DateTimeException e) {
            return false;
        }
    }

    private static List<String> normal(List<String> values) {
        return values.stream()
                .map(value -> value == null ? "" : value.replace('\r', '\n'))
                .toList();
    }

    private static List<String> fields(int id, Random dice) {
        List<String> notes = List.of(
                "plain",
                "",
                "one, two",
                "say \"yes\" now",
                "first line\nsecond line",
                "a \"b\", c\nand d",
                "ends with a quote\"");
        return List.of(
                Integer.toString(id),
                dice.nextInt(4) == 0 ? "Smith, Ann" : "Jones " + id,
                dice.nextInt(1000) + "." + (10 + dice.nextInt(90)),
                LocalDate.of(2026, 1, 1).plusDays(dice.nextInt(300)).toString(),
                notes.get(dice.nextInt(notes.size())));
    }

    private static String written(List<String> fields) {
        return String.join(
                ",",
                fields.stream()
                        .map(field ->
                                field.matches("(?s).*[,\"\n].*") ? '"' + field.replace("\"", "\"\"") + '"' : field)
                        .toList());
    }

    private static String text(List<String> rows) {
        return String.join("\n", rows) + "\n";
    }

    private static String changed(List<String> rows, Random dice, UnaryOperator<String> change) {
        List<String> result = new ArrayList<>(rows);
        int at = dice.nextInt(rows.size());
        result.set(at, change.apply(result.get(at)));
        return text(result);
    }

    private static String without(List<String> rows, Random dice, char lost) {
        String text = text(rows);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == lost && (lost == '"' || isOutsideOfQuotes(text, i))) {
                found.add(i);
            }
        }
        if (found.isEmpty()) {
            return text;
        }
        int at = found.get(dice.nextInt(found.size()));
        return text.substring(0, at) + text.substring(at + 1);
    }

    /** Somewhere outside of quotes: within them it would be another text, as good as the first. */
    private static String with(List<String> rows, Random dice, String added) {
        String text = text(rows);
        int at = dice.nextInt(text.length());
        while (!isOutsideOfQuotes(text, at)) {
            at = dice.nextInt(text.length());
        }
        return text.substring(0, at) + added + text.substring(at);
    }

    private static boolean isOutsideOfQuotes(String text, int end) {
        return text.substring(0, end).chars().filter(c -> c == '"').count() % 2 == 0
                && !(end > 0 && text.charAt(end - 1) == '"')
                && text.charAt(end) != '"';
    }

    private static String inserted(List<String> rows, Random dice, String line) {
        List<String> result = new ArrayList<>(rows);
        result.add(dice.nextInt(rows.size()), line);
        return text(result);
    }

    private static String joined(List<String> rows, Random dice) {
        List<String> result = new ArrayList<>(rows);
        int at = dice.nextInt(rows.size() - 1);
        result.set(at, result.get(at) + result.remove(at + 1));
        return text(result);
    }

    private static String mixed(List<String> rows, Random dice) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(row).append(List.of("\n", "\r\n", "\r").get(dice.nextInt(3))));
        return text.toString();
    }

    private static String cut(String text, Random dice) {
        return text.substring(0, dice.nextInt(text.length()));
    }
}

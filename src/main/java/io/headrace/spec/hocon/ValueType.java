package io.headrace.spec.hocon;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.headrace.metric.Range;
import io.headrace.spec.ColumnType;
import io.headrace.spec.LearnerKind;
import io.headrace.spec.RuleSql;
import io.headrace.spec.Schedule;
import io.headrace.spec.TableName;
import io.headrace.spec.Window;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A type of value in a file. Text is not taken for a number, nor a number for text.
 *
 * @param expected what a user has to write, for messages
 * @param parser the value as read, or empty when it is not of this type
 * @param standIn a harmless value that takes the place of a wrong one, so that the rest of the file is read too
 */
public record ValueType<T>(String expected, Function<ConfigValue, Optional<T>> parser, T standIn) {
    /** What stands in for a wrong name. */
    public static final String NO_NAME = "name_not_readable";

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern QUALIFIED = Pattern.compile("([a-z_][a-z0-9_]*\\.)?[a-z_][a-z0-9_]*");
    private static final Pattern RELATIVE = Pattern.compile("[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*");
    private static final Pattern DAYS = Pattern.compile("(\\d{1,6}) ?(d|day|days)");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /** Text that is not blank. */
    public static final ValueType<String> TEXT =
            ofText("a text", text -> text.isBlank() ? Optional.empty() : Optional.of(text), "");

    /** Any text, also none. */
    public static final ValueType<String> ANY_TEXT = ofText("a text", Optional::of, "");

    /** A text, number or truth value, taken as text. */
    public static final ValueType<String> SCALAR = new ValueType<>(
            "a text or a number",
            value -> switch (value.valueType()) {
                case STRING -> Optional.of((String) value.unwrapped());
                case NUMBER, BOOLEAN -> Optional.of(written(value));
                case OBJECT, LIST, NULL -> Optional.empty();
            },
            "");

    /** A text, number or truth value, taken as a literal of SQL. */
    public static final ValueType<String> LITERAL = new ValueType<>(
            "a text, a number, true or false",
            value -> switch (value.valueType()) {
                case STRING -> Optional.of(RuleSql.text((String) value.unwrapped()));
                case NUMBER -> Optional.of(RuleSql.number(new BigDecimal(shown(value))));
                case BOOLEAN -> Optional.of(String.valueOf(value.unwrapped()));
                case OBJECT, LIST, NULL -> Optional.empty();
            },
            "0");

    /** A text, number or truth value, taken as the text that is written. */
    static final ValueType<String> TEXT_LITERAL = new ValueType<>(
            "a text, a number, true or false",
            value -> switch (value.valueType()) {
                case STRING -> Optional.of(RuleSql.text((String) value.unwrapped()));
                case NUMBER, BOOLEAN -> Optional.of(RuleSql.text(shown(value)));
                case OBJECT, LIST, NULL -> Optional.empty();
            },
            "''");

    public static final ValueType<String> REGEX = ofText(
            "a regular expression", text -> attempt(() -> Pattern.compile(text)).map(Pattern::pattern), "");

    /** The name of a column, source, view or model. */
    public static final ValueType<String> NAME_TEXT =
            ofText("a name of lower-case letters, digits and _", matching(NAME), NO_NAME);

    /** The name of a job or check. */
    public static final ValueType<String> KEBAB_NAME =
            ofText("a name of lower-case words joined by -", matching(KEBAB), NO_NAME);

    /** A table outside of the lake. */
    public static final ValueType<String> TABLE_OF_DATABASE =
            ofText("a table as name or schema.name of lower-case letters, digits and _", matching(QUALIFIED), NO_NAME);

    /** A folder below another. */
    public static final ValueType<String> FOLDER =
            ofText("a folder such as crm/lapse, below the exports folder", matching(RELATIVE), NO_NAME);

    /** A file below a folder. */
    public static final ValueType<String> FILE =
            ofText("a file such as alerts/lapse.jsonl, below the exports folder", matching(RELATIVE), NO_NAME);

    /** A file that Prometheus reads, below a folder. */
    public static final ValueType<String> METRICS_FILE = ofText(
            "a file such as metrics/lapse.prom, below the exports folder",
            text -> matching(RELATIVE).apply(text).filter(file -> file.endsWith(".prom")),
            NO_NAME);

    /** The word all, in place of a list. */
    static final ValueType<String> ALL =
            ofText("all, or a list of names", text -> text.equals("all") ? Optional.of(text) : Optional.empty(), "");

    public static final ValueType<Boolean> TRUTH = new ValueType<>(
            "true or false", value -> Optional.of(value.unwrapped()).map(ValueType::asBoolean), Boolean.FALSE);

    public static final ValueType<Character> CHARACTER = ofText(
            "a text of one character",
            text -> text.length() == 1 ? Optional.of(text.charAt(0)) : Optional.empty(),
            ',');

    public static final ValueType<String> CHARACTER_OR_NONE = ofText(
            "a text of one character, or of none",
            text -> text.length() <= 1 ? Optional.of(text) : Optional.empty(),
            "");

    /** The name of an encoding that this Java knows. */
    public static final ValueType<String> ENCODING = ofText(
            "an encoding such as UTF-8, windows-1252 or UTF-16",
            text -> attempt(() -> Charset.forName(text)).map(charset -> text),
            "UTF-8");

    public static final ValueType<ColumnType> COLUMN_TYPE = ofText(
            ColumnType.EXPECTED, ColumnType::parse, ColumnType.parse("string").orElseThrow());

    public static final ValueType<Schedule> SCHEDULE = ofText(Schedule.EXPECTED, Schedule::parse, Schedule.DAILY);

    public static final ValueType<TableName> TABLE = ofText(
            "a table as layer.name such as silver.invoices",
            text -> attempt(() -> TableName.parse(text)),
            new TableName(NO_NAME, NO_NAME));

    public static final ValueType<ZoneId> ZONE =
            ofText("a time zone such as UTC or Europe/Paris", text -> attempt(() -> ZoneId.of(text)), ZoneId.of("UTC"));

    /** A pattern of dates and times in the letters of Java's and Spark's formatters. */
    public static final ValueType<String> TIME_PATTERN = ofText(
            "a pattern such as yyyy-MM-dd HH:mm:ss",
            text -> attempt(() -> DateTimeFormatter.ofPattern(text, Locale.ROOT))
                    .map(formatter -> text),
            "yyyy-MM-dd");

    /** A day or a moment, as text. */
    public static final ValueType<String> MOMENT_TEXT = ofText(
            "a day or time as yyyy-MM-dd or yyyy-MM-dd HH:mm:ss",
            text -> attempt(() -> LocalDateTime.parse(DAY.matcher(text).matches() ? text + " 00:00:00" : text, MOMENT))
                    .map(moment -> text),
            "1970-01-01");

    public ValueType {
        Objects.requireNonNull(expected, "expected");
        Objects.requireNonNull(parser, "parser");
        Objects.requireNonNull(standIn, "standIn");
    }

    /** Any number, exact as written. */
    public static final ValueType<BigDecimal> DECIMAL = new ValueType<>(
            "a number",
            value -> value.unwrapped() instanceof Number ? Optional.of(new BigDecimal(shown(value))) : Optional.empty(),
            BigDecimal.ZERO);

    /** A number from one to another, exact as written. */
    public static ValueType<BigDecimal> decimalBetween(BigDecimal least, BigDecimal most) {
        return new ValueType<>(
                "a number from " + least + " to " + most,
                value -> DECIMAL.parser()
                        .apply(value)
                        .filter(number -> number.compareTo(least) >= 0 && number.compareTo(most) <= 0),
                least);
    }

    public static ValueType<Integer> wholeNumberFrom(int least) {
        return new ValueType<>(
                "a whole number of " + least + " or more",
                value -> value.unwrapped() instanceof Integer number && number >= least
                        ? Optional.of(number)
                        : Optional.empty(),
                least);
    }

    public static ValueType<Integer> wholeNumberBetween(int least, int most) {
        return new ValueType<>(
                "a whole number from " + least + " to " + most,
                value -> value.unwrapped() instanceof Integer number && number >= least && number <= most
                        ? Optional.of(number)
                        : Optional.empty(),
                least);
    }

    /** Any whole number of 64 bits. */
    public static ValueType<Long> wholeNumber() {
        return new ValueType<>(
                "a whole number",
                value -> value.unwrapped() instanceof Integer || value.unwrapped() instanceof Long
                        ? Optional.of(((Number) value.unwrapped()).longValue())
                        : Optional.empty(),
                0L);
    }

    public static ValueType<Double> numberFrom(double least) {
        return number(
                "a number of " + plain(least) + " or more",
                number -> number >= least && Double.isFinite(number),
                least);
    }

    /** A number with both ends included. */
    public static ValueType<Double> numberBetween(double least, double most) {
        return number(
                "a number from " + plain(least) + " to " + plain(most),
                number -> number >= least && number <= most,
                least);
    }

    /** A number more than 0. */
    public static ValueType<Double> positiveNumber() {
        return number("a number of more than 0", number -> number > 0 && Double.isFinite(number), Double.MAX_VALUE);
    }

    /** A number more than 0 and at most 1. */
    public static ValueType<Double> positiveShare() {
        return number("a number of more than 0 and at most 1", number -> number > 0 && number <= 1, 1.0);
    }

    /** A number more than 0 and less than 1. */
    public static ValueType<Double> properShare() {
        return number("a number of more than 0 and less than 1", number -> number > 0 && number < 1, 0.5);
    }

    /** A whole number that is kept as a double. */
    public static ValueType<Double> wholeNumberAsDouble(int least) {
        ValueType<Integer> whole = wholeNumberFrom(least);
        return new ValueType<>(
                whole.expected(), value -> whole.parser().apply(value).map(Integer::doubleValue), (double) least);
    }

    /** The value of a learner's setting. */
    public static ValueType<Double> of(LearnerKind.Setting setting) {
        return number(setting.expected(), setting::allows, setting.otherwise());
    }

    /** A number that a metric can take. */
    static ValueType<Double> within(Range range) {
        if (range.isWhole()) {
            return wholeNumberAsDouble((int) range.least());
        }
        if (Double.isInfinite(range.least())) {
            return NUMBER;
        }
        return Double.isInfinite(range.most()) ? numberFrom(range.least()) : numberBetween(range.least(), range.most());
    }

    /** Any number. */
    public static final ValueType<Double> NUMBER = number("a number", Double::isFinite, 0);

    /** A day of the calendar. */
    public static final ValueType<LocalDate> DATE =
            ofText("a day as yyyy-MM-dd", text -> attempt(() -> LocalDate.parse(text)), LocalDate.EPOCH);

    /** The same, told in other words where it is something else. */
    ValueType<T> expecting(String words) {
        return new ValueType<>(words, parser, standIn);
    }

    /** Whole days, written with their unit. */
    public static ValueType<Integer> daysFrom(int least) {
        Function<String, Optional<Integer>> parser = text -> {
            Matcher days = DAYS.matcher(text);
            return days.matches()
                    ? Optional.of(Integer.parseInt(days.group(1))).filter(count -> count >= least)
                    : Optional.empty();
        };
        String unit = least == 1 ? " day" : " days";
        return ofText("whole days, " + least + unit + " or more, such as 30 days", parser, least);
    }

    /** How far a feature looks back. */
    public static final ValueType<Window> WINDOW =
            ofText("a window such as 24 hours, 30 days, 3 months or all", Window::parse, Window.ALL);

    /** How much later something may be used. */
    public static final ValueType<Duration> DELAY = ofText(
            "a delay such as 6 hours or 2 days",
            text -> Window.parse(text)
                    .filter(delay -> delay.unit() == Window.Unit.HOUR || delay.unit() == Window.Unit.DAY)
                    .map(delay -> Duration.ofHours((long) delay.length() * (delay.unit() == Window.Unit.DAY ? 24 : 1))),
            Duration.ZERO);

    /** One of some words. */
    public static ValueType<String> oneOf(Collection<String> words) {
        return ofText(
                "one of " + String.join(", ", words),
                text -> words.contains(text) ? Optional.of(text) : Optional.empty(),
                NO_NAME);
    }

    /** A constant of an enum, written in lower case with - between words. */
    public static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        E[] constants = type.getEnumConstants();
        String words = Arrays.stream(constants).map(ValueType::word).collect(Collectors.joining(", "));
        return ofText(
                "one of " + words,
                text -> Arrays.stream(constants)
                        .filter(constant -> word(constant).equals(text))
                        .findFirst(),
                constants[0]);
    }

    /** The value as users know it: text in quotes, numbers bare, lists and objects by that word. */
    static String shown(ConfigValue value) {
        return switch (value.valueType()) {
            case OBJECT -> "an object";
            case LIST -> "a list";
            case STRING -> "\"" + value.unwrapped() + "\"";
            case NUMBER, BOOLEAN -> written(value);
            case NULL -> value.render(ConfigRenderOptions.concise());
        };
    }

    /** A number or truth value as the file writes it: 007 is no 7, and 1.10 no 1.1. */
    private static String written(ConfigValue value) {
        return value.atKey("value").getString("value");
    }

    /** The advice to put a number or truth value in quotes, where it would be fine then; else empty. */
    String quotes(ConfigValue value) {
        boolean isBare = value.valueType() == ConfigValueType.NUMBER || value.valueType() == ConfigValueType.BOOLEAN;
        return isBare
                        && parser.apply(ConfigValueFactory.fromAnyRef(shown(value)))
                                .isPresent()
                ? "; put it in quotes: \"" + shown(value) + "\""
                : "";
    }

    /**
     * A text that stands for something else.
     *
     * @param parser gives nothing for a text that is not of this type
     */
    public static <T> ValueType<T> ofText(String expected, Function<String, Optional<T>> parser, T standIn) {
        return new ValueType<>(
                expected,
                value -> value.valueType() == ConfigValueType.STRING
                        ? parser.apply((String) value.unwrapped())
                        : Optional.empty(),
                standIn);
    }

    private static ValueType<Double> number(String expected, DoublePredicate fits, double standIn) {
        return new ValueType<>(
                expected,
                value -> value.unwrapped() instanceof Number number && fits.test(number.doubleValue())
                        ? Optional.of(number.doubleValue())
                        : Optional.empty(),
                standIn);
    }

    private static Boolean asBoolean(Object value) {
        return value instanceof Boolean truth ? truth : null;
    }

    private static Function<String, Optional<String>> matching(Pattern pattern) {
        return text -> pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /** The value, or empty when its factory refuses the text. */
    private static <T> Optional<T> attempt(Supplier<T> factory) {
        try {
            return Optional.of(factory.get());
        } catch (IllegalArgumentException | DateTimeException refused) {
            return Optional.empty();
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}

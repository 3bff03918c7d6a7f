package io.headrace.engine;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/** What Spark says of an SQL text that it cannot resolve, in plain words and one sentence, without its plans. */
final class SqlWords {
    private static final Pattern CONDITION = Pattern.compile("^\\[[A-Z0-9_.]+\\] ");
    private static final Pattern PLACE = Pattern.compile("(;? line \\d+,? pos \\d+)?;?\\s*$");
    private static final Pattern STATE = Pattern.compile(" SQLSTATE: .*");

    private SqlWords() {}

    /** The sentence. */
    static String of(Throwable fault) {
        if (!(fault instanceof SparkThrowable known) || known.getCondition() == null) {
            return firstSentence(fault);
        }
        Map<String, String> parts = known.getMessageParameters();
        return switch (known.getCondition()) {
            case "UNRESOLVED_COLUMN.WITH_SUGGESTION" ->
                "there is no column " + name(parts, "objectName") + "; the nearest are " + name(parts, "proposal");
            case "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION" -> "there is no column " + name(parts, "objectName");
            case "UNRESOLVED_ROUTINE" -> "there is no function " + name(parts, "routineName");
            case "AMBIGUOUS_REFERENCE" ->
                "more than one table has a column " + name(parts, "name") + ", write which: "
                        + name(parts, "referenceNames");
            case "MISSING_AGGREGATION" ->
                name(parts, "expression") + " is neither in group by nor within an aggregate such as max()";
            case "MISSING_GROUP_BY" -> "there are aggregates beside columns, but no group by";
            case "PARSE_SYNTAX_ERROR" -> "this is no SQL, from " + name(parts, "error") + " on";
            default ->
                known.getCondition().startsWith("WRONG_NUM_ARGS") ? arguments(parts, fault) : firstSentence(fault);
        };
    }

    private static String arguments(Map<String, String> parts, Throwable fault) {
        return parts.containsKey("actualNum") && parts.containsKey("expectedNum")
                ? name(parts, "functionName") + " takes " + parts.get("expectedNum") + " arguments, found "
                        + parts.get("actualNum")
                : firstSentence(fault);
    }

    private static String name(Map<String, String> parts, String key) {
        return parts.getOrDefault(key, "").replace("`", "");
    }

    private static String firstSentence(Throwable fault) {
        String line = String.valueOf(fault.getMessage())
                .lines()
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("");
        String said = CONDITION.matcher(line).replaceFirst("");
        String sentence = PLACE.matcher(STATE.matcher(said).replaceFirst("")).replaceFirst("");
        // Within a list of problems a sentence begins small, but for names of types.
        boolean isWord = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return isWord ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1) : sentence;
    }
}

package io.headrace.table.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectList;
import org.apache.spark.sql.catalyst.expressions.aggregate.CollectSet;
import org.apache.spark.sql.catalyst.expressions.aggregate.ListAgg;

/**
 * Which expressions a spec may use, by a list: Spark's own without clock, chance, session, files and calls into Java.
 *
 * <p>The list, {@code expressions.txt}, names the classes of a resolved plan. What is not on it is refused whatever it does: a user's
 * function, that of a catalog, and what a newer Spark brings until somebody has judged it.
 */
final class SparkFunctions {
    private static final String OWN = "org.apache.spark.sql.catalyst.expressions.";
    private static final Set<String> ALLOWED = allowed();

    static final String CLOCK = "asks the clock";

    private static final String CHANCE = "is a matter of chance: each run would give another value";
    private static final String ORDER = "takes whichever row comes first: use max_by(value, time), or min(value)"
            + " where all are equal, or order the rows in a window";
    private static final String JAVA = "calls into Java: use functions of Spark's SQL";
    private static final String SESSION = "asks the session: a value may come from the inputs only";
    private static final String FILE = "reads a file: a value may come from the inputs only";
    private static final String ANY_ORDER =
            "keeps rows in whichever order they come: sort_array(...) around it gives one,"
                    + " or listagg(...) within group (order by ...)";
    static final String FOREIGN = "is no function of Spark's SQL: use those";
    private static final String UNJUDGED = "is not among the functions that a spec may use: see docs/features.md";

    /** What gives the same whatever the order of the elements; array_sort, where its comparison leaves no ties. */
    private static final Set<String> ORDERLESS =
            Set.of("SortArray", "ArraySort", "Size", "ArrayMax", "ArrayMin", "ArrayContains", "ArraysOverlap");

    /** What takes each element for itself and leaves their order. */
    private static final Set<String> ELEMENTWISE = Set.of(
            "AggregateExpression", "ArrayDistinct", "ArrayFilter", "ArrayCompact", "ArrayRemove", "Coalesce", "Cast");

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("CurrentTimestamp", CLOCK),
            Map.entry("CurrentDate", CLOCK),
            Map.entry("CurrentTime", CLOCK),
            Map.entry("Now", CLOCK),
            Map.entry("LocalTimestamp", CLOCK),
            Map.entry("CurDateExpressionBuilder", CLOCK),
            Map.entry("CurrentBatchTimestamp", CLOCK),
            Map.entry("First", ORDER),
            Map.entry("Last", ORDER),
            Map.entry("AnyValue", ORDER),
            Map.entry("AesEncrypt", CHANCE),
            Map.entry("KllSketchAggBigint", CHANCE),
            Map.entry("KllSketchAggDouble", CHANCE),
            Map.entry("KllSketchAggFloat", CHANCE),
            Map.entry("KllSketchMergeBigint", CHANCE),
            Map.entry("KllSketchMergeDouble", CHANCE),
            Map.entry("KllSketchMergeFloat", CHANCE),
            Map.entry("CallMethodViaReflection", JAVA),
            Map.entry("TryReflect", JAVA),
            Map.entry("ScalaUDF", JAVA),
            Map.entry("UserDefinedGenerator", JAVA),
            Map.entry("ApplyFunctionExpression", FOREIGN),
            Map.entry("PythonUDF", FOREIGN),
            Map.entry("PythonUDAF", FOREIGN),
            Map.entry("PythonUDTF", FOREIGN),
            Map.entry("VariableReference", SESSION),
            Map.entry("CurrentCatalog", SESSION),
            Map.entry("CurrentDatabase", SESSION),
            Map.entry("CurrentUser", SESSION),
            Map.entry("CurrentTimeZone", SESSION),
            Map.entry("SparkVersion", SESSION),
            Map.entry("SparkPartitionID", SESSION),
            Map.entry("InputFileName", SESSION),
            Map.entry("InputFileBlockStart", SESSION),
            Map.entry("InputFileBlockLength", SESSION),
            Map.entry("Collations", SESSION),
            Map.entry("PythonWorkerLogs", SESSION),
            Map.entry("SQLKeywords", SESSION),
            Map.entry("FromProtobuf", FILE),
            Map.entry("ToProtobuf", FILE));

    private SparkFunctions() {}

    /** Why the expression itself, its arguments apart, is refused. */
    static Optional<String> refused(Expression expression) {
        String named = expression.getClass().getName();
        if (!isOwn(named)) {
            return Optional.of(FOREIGN);
        }
        return refused(named)
                .or(() -> isChance(expression) ? Optional.of(CHANCE) : Optional.empty())
                .or(() -> isAllowed(named) ? Optional.empty() : Optional.of(UNJUDGED));
    }

    /** Why an expression that Spark puts in place of another is refused. */
    static Optional<String> refusedWithin(Expression expression) {
        return refused(expression.getClass().getName())
                .or(() -> isChance(expression) ? Optional.of(CHANCE) : Optional.empty());
    }

    /** Why a class of expressions is refused; its name is that of a class of Spark. */
    static Optional<String> refused(String className) {
        return Optional.ofNullable(REFUSED.get(className.substring(className.lastIndexOf('.') + 1)));
    }

    static boolean isOwn(String className) {
        return className.startsWith(OWN);
    }

    /** Whether the list names a class of Spark's own expressions. */
    static boolean isAllowed(String className) {
        return isOwn(className) && ALLOWED.contains(className.substring(OWN.length()));
    }

    /** The classes on the list, without the package of all. */
    static Set<String> allowed() {
        try (InputStream list = SparkFunctions.class.getResourceAsStream("expressions.txt")) {
            return Set.copyOf(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why the elements that an aggregate collects have no order, where nothing gives them one. */
    static Optional<String> unordered(Expression expression) {
        return expression instanceof CollectList
                        || expression instanceof CollectSet
                        || (expression instanceof ListAgg list
                                && list.orderExpressions().isEmpty())
                ? Optional.of(ANY_ORDER)
                : Optional.empty();
    }

    /** Whether the order of what an expression is given does not matter, which is so if it does not matter to what stands around it, or to itself. */
    static boolean isOrderless(Expression expression, boolean around) {
        String type = expression.getClass().getSimpleName();
        return ORDERLESS.contains(type) || (around && ELEMENTWISE.contains(type));
    }

    private static boolean isChance(Expression expression) {
        return !expression.deterministic()
                && AsOfLineage.list(expression.children()).stream().allMatch(Expression::deterministic);
    }
}

package io.headrace.table.query;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * Which expressions a spec may use: Spark's own, without clock, chance, session, files and calls into Java.
 *
 * <p>An expression of any other package, a user's function or that of a catalog, is refused whatever it does.
 */
final class SparkFunctions {
    private static final String OWN = "org.apache.spark.sql.catalyst.expressions.";
    private static final Set<String> PACKAGES = Set.of("", "aggregate", "variant", "json", "csv", "xml", "url", "st");

    static final String CLOCK = "asks the clock";

    private static final String CHANCE = "is a matter of chance: each run would give another value";
    private static final String ORDER = "takes whichever row comes first: use max_by(value, time), or min(value)"
            + " where all are equal, or order the rows in a window";
    private static final String JAVA = "calls into Java: use functions of Spark's SQL";
    private static final String SESSION = "asks the session: a value may come from the inputs only";
    private static final String FILE = "reads a file: a value may come from the inputs only";
    private static final String FOREIGN = "is no function of Spark's SQL: use those";

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
        return refused(named).or(() -> isChance(expression) ? Optional.of(CHANCE) : Optional.empty());
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
        if (!className.startsWith(OWN)) {
            return false;
        }
        String rest = className.substring(OWN.length());
        int dot = rest.lastIndexOf('.');
        return PACKAGES.contains(dot < 0 ? "" : rest.substring(0, dot));
    }

    private static boolean isChance(Expression expression) {
        return !expression.deterministic()
                && AsOfLineage.list(expression.children()).stream().allMatch(Expression::deterministic);
    }
}

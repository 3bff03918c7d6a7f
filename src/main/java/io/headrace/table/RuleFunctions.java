package io.headrace.table;

import java.util.List;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.TryEval;
import scala.Function1;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Adds to a session the function that turns an error of its argument into null, and takes from it those that call into Java. Spark makes it by its class name.
 */
public final class RuleFunctions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
    /** The name of the function. */
    public static final String TRY = "headrace_try";

    private static final List<String> JAVA = List.of("reflect", "java_method", "try_reflect");

    @Override
    public BoxedUnit apply(SparkSessionExtensions extensions) {
        Function1<Seq<Expression>, Expression> builder = arguments -> new TryEval(arguments.apply(0));
        extensions.injectFunction(
                new Tuple3<>(new FunctionIdentifier(TRY), new ExpressionInfo(TryEval.class.getName(), TRY), builder));
        JAVA.forEach(name -> extensions.injectFunction(new Tuple3<>(
                new FunctionIdentifier(name),
                new ExpressionInfo(CallMethodViaReflection.class.getName(), name),
                arguments -> {
                    throw LakeErrors.callIntoJava(name);
                })));
        return BoxedUnit.UNIT;
    }
}

package io.headrace.table;

import java.time.ZoneId;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.internal.SQLConf;
import scala.runtime.AbstractFunction0;

/**
 * Lets SQL that people wrote read times by the project's clock: {@code hour(sold_at)} is the hour there, {@code to_date(as_of)} the
 * as-of's day, and a date compared with a time is its midnight. The session itself stays in UTC.
 *
 * <p>Spark decides when it resolves an expression by which clock that works, and keeps to it.
 */
public final class SqlClock {
    private static final String ZONE = "spark.sql.session.timeZone";

    private SqlClock() {}

    /**
     * A SQL expression, whose times without an offset are of the clock of the plan that is being built; raises what Spark raises where
     * it is no SQL.
     */
    public static Column expr(String sql) {
        try {
            return ExpressionUtils.column(
                    SparkSession.active().sessionState().sqlParser().parseExpression(sql));
        } catch (ParseException e) {
            SqlClock.<RuntimeException>raise(e);
            throw new IllegalStateException(e);
        }
    }

    /** Spark's exceptions are checked ones, which its own methods do not declare. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> void raise(Exception e) throws E {
        throw (E) e;
    }

    /**
     * Builds a plan whose expressions read times by a zone's clock.
     *
     * @param plan resolves expressions in this thread; runs nothing
     */
    public static <T> T of(SparkSession spark, ZoneId zone, Supplier<T> plan) {
        SQLConf settings = spark.sessionState().conf().clone();
        settings.setConfString(ZONE, zone.getId());
        return SQLConf.withExistingConf(settings, new AbstractFunction0<T>() {
            @Override
            public T apply() {
                return plan.get();
            }
        });
    }
}

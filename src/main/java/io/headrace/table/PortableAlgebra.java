package io.headrace.table;

import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import dev.ludovic.netlib.lapack.NativeLAPACK;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the linear algebra of MLlib give the same bits on every machine.
 *
 * <p>Left to itself it takes native libraries where a machine has some, else Java's vectors where they are opened (as
 * spark-submit does), whose width is the processor's. The last bits of a model would then depend on the machine. The
 * library has no switch: it looks at the names of system and Java once, when its first class is loaded. So that is made to
 * happen here, in driver and executors, before any task, under names for which it takes plain Java.
 */
public final class PortableAlgebra implements SparkPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(PortableAlgebra.class);
    private static final String PLAIN = "dev.ludovic.netlib.blas.Java11BLAS";
    private static final Map<String, String> NAMES = Map.of("os.name", "none", "java.version", "11");

    @Override
    public DriverPlugin driverPlugin() {
        choosePlainJava();
        return null;
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        choosePlainJava();
        return null;
    }

    private static synchronized void choosePlainJava() {
        Map<String, String> names =
                NAMES.keySet().stream().collect(Collectors.toMap(name -> name, System::getProperty));
        NAMES.forEach(System::setProperty);
        String chosen;
        try {
            chosen = JavaBLAS.getInstance().getClass().getName();
            if (found(NativeBLAS::getInstance) || found(NativeLAPACK::getInstance)) {
                chosen = "native";
            }
        } finally {
            names.forEach(System::setProperty);
        }
        if (!chosen.equals(PLAIN)) {
            LOG.warn("linear algebra by {}: models may differ in their last bits from those of other machines", chosen);
        }
    }

    /** The library reports a missing one by an exception. */
    private static boolean found(Supplier<?> implementation) {
        try {
            return implementation.get() != null;
        } catch (RuntimeException absent) {
            return false;
        }
    }
}

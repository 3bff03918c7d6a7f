package io.headrace.score;

import io.headrace.registry.Registry;
import io.headrace.table.Lake;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The functions {@code headrace.score} and {@code headrace.explain} of SQL, in sessions with {@code spark.sql.catalog.headrace} set to the name of
 * this class, and {@code spark.sql.catalog.headrace.lake} to a lake whose champions may be called by name.
 *
 * <p>Names are resolved when a query is analysed: all its rows are scored by the same version.
 */
public final class ModelCatalog implements FunctionCatalog {
    private static final String SCORE = "score";
    private static final String EXPLAIN = "explain";

    private static final String NO_REGISTRY = "none";

    private String name = "";
    private String lake = "";
    private String known = "";
    private Map<String, String> champions = Map.of();

    @Override
    public void initialize(String catalog, CaseInsensitiveStringMap options) {
        this.name = catalog;
        this.lake = options.getOrDefault("lake", "");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Identifier[] listFunctions(String[] namespace) {
        return new Identifier[] {Identifier.of(namespace, EXPLAIN), Identifier.of(namespace, SCORE)};
    }

    @Override
    public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
        if (identifier.namespace().length == 0 && identifier.name().equals(SCORE)) {
            return new Unbound(SCORE, this::score);
        }
        if (identifier.namespace().length == 0 && identifier.name().equals(EXPLAIN)) {
            return new Unbound(EXPLAIN, this::explain);
        }
        throw new NoSuchFunctionException(identifier);
    }

    private BoundFunction score(StructType arguments) {
        DataType[] types = types(arguments);
        if (isAsked(types, DataTypes.StringType)) {
            return new ScoreFunction(artifacts(), champions(), (StructType) types[1]);
        }
        throw new UnsupportedOperationException("expected a model's name and a row, as in score('lapse', struct(*))");
    }

    private BoundFunction explain(StructType arguments) {
        DataType[] types = types(arguments);
        boolean isShort = isAsked(types, DataTypes.StringType);
        if (isShort || isAsked(types, DataTypes.StringType, DataTypes.IntegerType, DataTypes.StringType)) {
            return new ExplainFunction(artifacts(), champions(), (StructType) types[types.length - 1], isShort);
        }
        throw new UnsupportedOperationException("expected a model's name and a row, as in explain('lapse', struct(*)),"
                + " or between them a number of reasons and words");
    }

    /** Whether the arguments are of some types, and behind them a row. */
    private static boolean isAsked(DataType[] types, DataType... first) {
        return types.length == first.length + 1
                && Arrays.equals(Arrays.copyOf(types, first.length), first)
                && types[first.length] instanceof StructType;
    }

    private static DataType[] types(StructType arguments) {
        return Arrays.stream(arguments.fields()).map(field -> field.dataType()).toArray(DataType[]::new);
    }

    private static ModelFiles artifacts() {
        return new ModelFiles(SparkSession.active());
    }

    /** By model: where the champion's file lies; read anew when the registry has changed. */
    private synchronized Map<String, String> champions() {
        if (lake.isEmpty()) {
            return Map.of();
        }
        Lake opened = Lake.existing(SparkSession.active(), lake);
        String state = opened.has(Registry.TABLE)
                ? opened.id(Registry.TABLE) + " at " + opened.version(Registry.TABLE)
                : NO_REGISTRY;
        if (!state.equals(known)) {
            champions = champions(opened);
            known = state;
        }
        return champions;
    }

    private static Map<String, String> champions(Lake lake) {
        // Nothing is recorded, so the clock is never read.
        Registry registry = new Registry(lake, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        Map<String, String> champions = new TreeMap<>();
        for (String model : registry.models()) {
            registry.state(model)
                    .champion()
                    .ifPresent(version -> champions.put(model, registry.artifact(model, version.digest())));
        }
        return champions;
    }

    /** A function whose arguments are not known yet. */
    private record Unbound(String name, Function<StructType, BoundFunction> binding) implements UnboundFunction {
        @Override
        public BoundFunction bind(StructType arguments) {
            return binding.apply(arguments);
        }

        @Override
        public String description() {
            return name + "(model, row)";
        }
    }
}

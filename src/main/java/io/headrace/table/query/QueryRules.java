package io.headrace.table.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.ConvertTimezone;
import org.apache.spark.sql.catalyst.expressions.CurrentTimeZone;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.InheritAnalysisRules;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AnyValue;
import org.apache.spark.sql.catalyst.expressions.aggregate.Collect;
import org.apache.spark.sql.catalyst.expressions.aggregate.First;
import org.apache.spark.sql.catalyst.expressions.aggregate.Last;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SessionState;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.Function0;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;

/**
 * What a query or an expression of a spec may do, as an allow-list: read its inputs and nothing else, by nodes that rows flow through and
 * by Spark's own deterministic expressions, without mixing as-ofs.
 *
 * <p>The text is judged twice: as parsed, before anything is looked up or run, and as Spark has resolved it, where no spelling hides
 * what is done.
 */
public final class QueryRules {
    /** The nodes of resolved plans that rows may flow through. */
    private static final Set<String> NODES = Set.of(
            "Project",
            "Filter",
            "Join",
            "LateralJoin",
            "Aggregate",
            "Window",
            "Sort",
            "Distinct",
            "Union",
            "Intersect",
            "Except",
            "Generate",
            "Expand",
            "GlobalLimit",
            "LocalLimit",
            "Offset",
            "SubqueryAlias",
            "WithCTE",
            "CTERelationDef",
            "CTERelationRef",
            "ResolvedHint",
            "Repartition",
            "RepartitionByExpression",
            "RebalancePartitions",
            "LocalRelation",
            "ResolvedInlineTable",
            "OneRowRelation",
            "Range",
            "PipeOperator");

    private static final String EAGER_VALUES = "spark.sql.parser.eagerEvalOfUnresolvedInlineTable";
    private static final Pattern WRITTEN_MOMENT = Pattern.compile("(?is)^.*?r?['\"]\\s*([+-]?\\d.*|epoch.*)$");
    private static final Pattern SPECIAL_MOMENT = Pattern.compile("(?i)^(today|tomorrow|yesterday|now)\\b.*");

    private static final Set<String> BUILT_IN = Set.of("", "builtin", "system.builtin");

    private final SparkSession spark;
    private final Set<String> inputs;
    private final Optional<String> asOf;
    private final Set<SqlFault> faults = new TreeSet<>();

    private QueryRules(SparkSession spark, Set<String> inputs, Optional<String> asOf) {
        this.spark = spark;
        this.asOf = asOf;
        this.inputs = inputs.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /**
     * What is wrong with a query as written, by line; only if nothing is may Spark resolve it.
     *
     * @param inputs the names of the tables that it may read
     * @param asOf the column with the moment before which data may be used
     */
    public static List<SqlFault> written(SparkSession spark, String sql, Set<String> inputs, String asOf) {
        QueryRules rules = new QueryRules(spark, inputs, Optional.of(asOf));
        try {
            LogicalPlan plan = asWritten(spark, parser -> parser.parsePlan(sql));
            rules.parsed(plan, Set.of());
        } catch (Exception unparsed) {
            // Spark throws its checked ParseException here as when it resolves the text, which tells more.
            return List.of();
        }
        return List.copyOf(rules.faults);
    }

    /**
     * What is wrong with a resolved query, by line.
     *
     * @param inputs the temporary views that it may read
     * @param asOf the column by which their rows, and those of the result, are kept apart
     */
    public static List<SqlFault> resolved(Dataset<Row> query, Set<String> inputs, String asOf) {
        QueryRules rules = new QueryRules(query.sparkSession(), inputs, Optional.of(asOf));
        LogicalPlan plan = query.queryExecution().analyzed();
        rules.visit(plan);
        if (rules.faults.isEmpty()) {
            rules.faults.addAll(AsOfLineage.faults(plan, asOf));
        }
        return List.copyOf(rules.faults);
    }

    /**
     * What is wrong with an expression over rows as written, by line.
     *
     * @param asOf the column with the moment before which data may be used, if the rows have one
     */
    public static List<SqlFault> writtenExpression(SparkSession spark, String sql, Optional<String> asOf) {
        QueryRules rules = new QueryRules(spark, Set.of(), asOf);
        try {
            Expression expression = asWritten(spark, parser -> parser.parseExpression(sql));
            rules.parsed(expression, Set.of());
        } catch (Exception unparsed) {
            // As in written.
            return List.of();
        }
        return List.copyOf(rules.faults);
    }

    /**
     * What is wrong with expressions over rows, by line: the last thing that was selected.
     *
     * @param asOf the column with the moment before which data may be used, if the rows have one
     */
    public static List<SqlFault> resolvedExpressions(Dataset<Row> selected, Optional<String> asOf) {
        QueryRules rules = new QueryRules(selected.sparkSession(), Set.of(), asOf);
        list(selected.queryExecution().analyzed().expressions()).forEach(rules::strict);
        return List.copyOf(rules.faults);
    }

    private interface Parsing<T> {
        T by(ParserInterface parser) throws Exception;
    }

    /** Parsed as Spark parses it, but lists of values stay as written: elsewhere they are evaluated at once. */
    private static <T> T asWritten(SparkSession spark, Parsing<T> parsing) {
        SessionState state = state(spark);
        SQLConf settings = state.conf().clone();
        settings.setConfString(EAGER_VALUES, "false");
        Function0<T> work = new AbstractFunction0<>() {
            @Override
            public T apply() {
                try {
                    return parsing.by(state.sqlParser());
                } catch (Exception e) {
                    throw new IllegalArgumentException(e);
                }
            }
        };
        return SQLConf.withExistingConf(settings, work);
    }

    private static SessionState state(SparkSession spark) {
        return ((org.apache.spark.sql.classic.SparkSession) spark).sessionState();
    }

    private void parsed(LogicalPlan plan, Set<String> around) {
        Set<String> names = around;
        if (plan instanceof Command || plan instanceof ParsedStatement) {
            report(plan, "a view is one query: it changes nothing and sets nothing");
            return;
        }
        if (plan instanceof UnresolvedWith with) {
            names = new java.util.HashSet<>(around);
            for (var relation : list(with.cteRelations())) {
                parsed(relation._2(), names);
                names.add(relation._1().toLowerCase(Locale.ROOT));
            }
        }
        if (plan instanceof UnresolvedRelation relation) {
            known(relation, list(relation.multipartIdentifier()), names);
        }
        if (plan instanceof UnresolvedTableValuedFunction function) {
            table(function, list(function.name()));
        }
        if (plan instanceof PlanWithUnresolvedIdentifier hidden) {
            report(hidden, "identifier() hides which table is read: name the input");
        }
        for (Expression expression : list(plan.expressions())) {
            parsed(expression, names);
        }
        for (LogicalPlan child : list(plan.children())) {
            parsed(child, names);
        }
    }

    private void parsed(Expression expression, Set<String> names) {
        if (expression instanceof PlanExpression<?> query && query.plan() instanceof LogicalPlan plan) {
            parsed(plan, names);
        }
        if (expression instanceof UnresolvedFunction function) {
            called(function, list(function.nameParts()));
        }
        moment(expression);
        list(expression.children()).forEach(child -> parsed(child, names));
    }

    private void known(UnresolvedRelation relation, List<String> parts, Set<String> names) {
        String name = parts.get(parts.size() - 1).toLowerCase(Locale.ROOT);
        if (parts.size() == 1 && (names.contains(name) || inputs.contains(name))) {
            return;
        }
        report(relation, notAnInput(String.join(".", parts)));
    }

    private String notAnInput(String name) {
        return name
                + (inputs.isEmpty()
                        ? " cannot be read here: an expression sees the columns of its row"
                        : " is no input of the view: declare its table in inputs, so that only rows before the as-of are seen")
                + (inputs.isEmpty() ? "" : "; inputs are " + String.join(", ", new TreeSet<>(inputs)));
    }

    /** A function that gives rows: Spark's own only, as others read tables. */
    private void table(TreeNode<?> node, List<String> parts) {
        String name = parts.get(parts.size() - 1);
        var info = TableFunctionRegistry.builtin().lookupFunction(new FunctionIdentifier(name));
        if (info.isEmpty()) {
            report(node, notAnInput(name + "()"));
        } else {
            SparkFunctions.refused(info.get().getClassName()).ifPresent(why -> report(node, name + "() " + why));
        }
    }

    /** A function that Spark may evaluate before the plan is resolved, within a list of values. */
    private void called(TreeNode<?> node, List<String> parts) {
        String name = parts.get(parts.size() - 1);
        if (isElsewhere(parts)) {
            report(node, String.join(".", parts) + "() " + SparkFunctions.FOREIGN);
            return;
        }
        var info = FunctionRegistry.builtin().lookupFunction(new FunctionIdentifier(name));
        if (info.isDefined()) {
            ExpressionInfo found = info.get();
            if (!isOrdered(found.getClassName())) {
                SparkFunctions.refused(found.getClassName()).ifPresent(why -> report(node, name + "() " + why));
            }
        }
    }

    /** Whether a name is that of a catalog's function, or of one that was registered in the session. */
    private boolean isElsewhere(List<String> parts) {
        String name = parts.get(parts.size() - 1);
        String schema = String.join(".", parts.subList(0, parts.size() - 1)).toLowerCase(Locale.ROOT);
        FunctionIdentifier function = new FunctionIdentifier(name.toLowerCase(Locale.ROOT));
        boolean isBuiltIn = FunctionRegistry.builtin().functionExists(function)
                || TableFunctionRegistry.builtin().functionExists(function);
        return !BUILT_IN.contains(schema)
                || (!isBuiltIn && state(spark).functionRegistry().functionExists(function));
    }

    /** Whether the function is refused only where rows have no order, which is seen later. */
    private static boolean isOrdered(String className) {
        return Set.of(
                        First.class.getName(),
                        Last.class.getName(),
                        AnyValue.class.getName(),
                        CurrentTimeZone.class.getName())
                .contains(className);
    }

    private void visit(LogicalPlan plan) {
        if (plan instanceof View view
                && inputs.contains(view.desc().identifier().table().toLowerCase(Locale.ROOT))) {
            return;
        }
        if (!NODES.contains(plan.getClass().getSimpleName().replace("$", ""))) {
            report(plan, node(plan));
            return;
        }
        list(plan.expressions()).forEach(this::strict);
        list(plan.children()).forEach(this::visit);
    }

    private String node(LogicalPlan plan) {
        return switch (plan.getClass().getSimpleName()) {
            case "Sample" ->
                "tablesample is a matter of chance: choose rows by a hash of their key, as pmod(xxhash64(id), 100) < 10";
            case "ScriptTransformation" -> "transform runs a program: use functions of Spark's SQL";
            case "UnionLoop", "UnionLoopRef" -> "a recursive query is not supported";
            case "View" -> notAnInput(((View) plan).desc().identifier().table());
            default ->
                plan.children().isEmpty()
                        ? notAnInput("a table that the query reads")
                        : "\"" + plan.nodeName() + "\" is not among what the query of a view may do";
        };
    }

    /** An expression as written: Spark's own, and each argument too. */
    private void strict(Expression expression) {
        strict(expression, false);
    }

    /** @param isOrderless whether the order of elements does not matter to what stands around it */
    private void strict(Expression expression, boolean isOrderless) {
        SparkFunctions.refused(expression).ifPresent(why -> report(expression, name(expression) + " " + why));
        if (!isOrderless) {
            SparkFunctions.unordered(expression).ifPresent(why -> report(expression, name(expression) + " " + why));
        }
        moment(expression);
        if (expression instanceof PlanExpression<?> query && query.plan() instanceof LogicalPlan plan) {
            visit(plan);
        }
        if (expression instanceof RuntimeReplaceable replaced
                && SparkFunctions.refused(expression).isEmpty()) {
            lenient(replaced.replacement());
        }
        boolean isOrderlessWithin = SparkFunctions.isOrderless(expression, isOrderless);
        arguments(expression).forEach(argument -> strict(argument, isOrderlessWithin));
    }

    private static Stream<Expression> arguments(Expression expression) {
        if (expression instanceof InheritAnalysisRules replaced) {
            return list(replaced.parameters()).stream();
        }
        Stream<Expression> children = list(expression.children()).stream();
        if (expression instanceof ConvertTimezone) {
            return children.filter(child -> !(child instanceof CurrentTimeZone));
        }
        if (expression instanceof WindowExpression window
                && !window.windowSpec().orderSpec().isEmpty()) {
            return ordered(window);
        }
        return children;
    }

    /** The first of ordered rows is no chance. */
    private static Stream<Expression> ordered(WindowExpression window) {
        Expression function = window.windowFunction();
        Expression of =
                function instanceof org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression aggregate
                        ? aggregate.aggregateFunction()
                        : function;
        List<Expression> arguments = new ArrayList<>(list(window.windowSpec().children()));
        if (of instanceof First || of instanceof Last || of instanceof AnyValue || of instanceof Collect<?>) {
            arguments.addAll(list(of.children()));
        } else {
            arguments.add(function);
        }
        return arguments.stream();
    }

    /** An expression that Spark puts in place of a function: its own affair, but for clock and chance. */
    private void lenient(Expression expression) {
        if (!(expression instanceof CurrentTimeZone)) {
            SparkFunctions.refusedWithin(expression).ifPresent(why -> report(expression, name(expression) + " " + why));
        }
        moment(expression);
        list(expression.children()).forEach(this::lenient);
    }

    private void moment(Expression expression) {
        if (expression instanceof Literal literal && isMoment(literal)) {
            String text = Origins.text(literal);
            if (!text.isEmpty()
                    && text.matches("(?s).*['\"].*")
                    && !WRITTEN_MOMENT.matcher(text).matches()) {
                report(literal, text + " " + SparkFunctions.CLOCK);
            }
        } else if (expression instanceof Cast cast
                && isMoment(cast)
                && cast.child().resolved()) {
            constant(cast.child())
                    .filter(text -> SPECIAL_MOMENT.matcher(text.strip()).matches())
                    .ifPresent(text -> report(cast, "'" + text + "' " + SparkFunctions.CLOCK));
        }
    }

    private static boolean isMoment(Expression expression) {
        return expression.dataType() instanceof DateType
                || expression.dataType() instanceof TimestampType
                || expression.dataType() instanceof TimestampNTZType;
    }

    /** The text that a constant expression is, as Spark finds it before it looks for special moments. */
    private static Optional<String> constant(Expression expression) {
        if (!(expression.dataType() instanceof StringType)
                || !expression.references().isEmpty()) {
            return Optional.empty();
        }
        try {
            Alias alias = new Alias(
                    expression,
                    "text",
                    org.apache.spark.sql.catalyst.expressions.NamedExpression.newExprId(),
                    CollectionConverters.asScala(List.<String>of()).toSeq(),
                    scala.Option.empty(),
                    CollectionConverters.asScala(List.<String>of()).toSeq());
            LogicalPlan plan = ReplaceExpressions$.MODULE$.apply(new Project(
                    CollectionConverters.asScala(
                                    List.<org.apache.spark.sql.catalyst.expressions.NamedExpression>of(alias))
                            .toSeq(),
                    new OneRowRelation()));
            Expression replaced = list(plan.expressions()).get(0).children().apply(0);
            return replaced.foldable()
                    ? Optional.ofNullable(replaced.eval(null)).map(String::valueOf)
                    : Optional.empty();
        } catch (Exception notConstant) {
            // An expression that fails on its own constants has no value, and fails where it is used.
            return Optional.empty();
        }
    }

    private static String name(Expression expression) {
        String text = Origins.text(expression);
        return text.isBlank() || text.length() > 60 ? expression.prettyName() : text;
    }

    private void report(TreeNode<?> node, String message) {
        faults.add(new SqlFault(
                Origins.line(node), message.endsWith(SparkFunctions.CLOCK) ? message + instead() : message));
    }

    private String instead() {
        return asOf.map(column -> ": use " + column + ", the moment before which data may be used")
                .orElse(", so that each run would give another result: compare columns of the row");
    }

    private static <T> List<T> list(scala.collection.immutable.Seq<T> elements) {
        return CollectionConverters.asJava(elements);
    }
}

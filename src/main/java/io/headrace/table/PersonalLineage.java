package io.headrace.table;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Which columns hold personal data: those marked so in the schema of a table, and those that a query derives from them.
 *
 * <p>Derived columns are found in the plan that Spark has resolved, so neither spelling nor aliases, views or nested
 * queries hide them. A column is derived where its expression refers to a personal one: as a value, as a part of a
 * struct or as the condition of a {@code case}. Filters, join conditions and grouping make no column personal. Of
 * code that Spark cannot look into, such as a function over whole rows of a partition, all results count as derived
 * from all of its input.
 */
public final class PersonalLineage {
    private static final String KEY = "headrace.personal";

    private final Set<ExprId> personal = new HashSet<>();
    private final Set<ExprId> known = new HashSet<>();
    private final Map<Object, List<Boolean>> shared = new HashMap<>();

    private final Predicate<Metadata> marked;
    private boolean decides;

    private final Predicate<Metadata> ends;

    /** @param ends of columns that come from marked ones and are so no more */
    private PersonalLineage(Predicate<Metadata> marked, Predicate<Metadata> ends) {
        this.marked = marked;
        this.ends = ends;
    }

    /** The column, marked as personal. */
    public static StructField marked(StructField field) {
        return withMark(field, true);
    }

    /** The metadata that marks a column of a query as personal. */
    public static Metadata mark() {
        return new MetadataBuilder().putBoolean(KEY, true).build();
    }

    /** The schema with all of its columns marked. */
    public static StructType allMarked(StructType schema) {
        return with(schema, true);
    }

    /** The schema with none of its columns marked. */
    public static StructType noneMarked(StructType schema) {
        return with(schema, false);
    }

    private static StructType with(StructType schema, boolean isPersonal) {
        return new StructType(Stream.of(schema.fields())
                .map(field -> withMark(field, isPersonal))
                .toArray(StructField[]::new));
    }

    /** The column with the mark set or taken away. */
    static StructField withMark(StructField field, boolean isPersonal) {
        if (isMarked(field) == isPersonal) {
            return field;
        }
        MetadataBuilder metadata = new MetadataBuilder().withMetadata(field.metadata());
        Metadata changed = (isPersonal ? metadata.putBoolean(KEY, true) : metadata.remove(KEY)).build();
        return new StructField(field.name(), field.dataType(), field.nullable(), changed);
    }

    /** Whether the column is marked as personal. */
    public static boolean isMarked(StructField field) {
        return isMarked(field.metadata());
    }

    private static boolean isMarked(Metadata metadata) {
        return metadata.contains(KEY) && metadata.getBoolean(KEY);
    }

    /** The names of the columns that are marked as personal, sorted. */
    public static Set<String> marked(StructType schema) {
        return Stream.of(schema.fields())
                .filter(PersonalLineage::isMarked)
                .map(StructField::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** For each column of the rows, in their order, whether it is personal or derived from personal ones. */
    public static List<Boolean> of(Dataset<Row> rows) {
        return of(rows, PersonalLineage::isMarked);
    }

    /** For each column of the rows, in their order, whether it is marked or derived from marked ones. */
    static List<Boolean> of(Dataset<Row> rows, Predicate<Metadata> marked) {
        PersonalLineage lineage = new PersonalLineage(marked, metadata -> false);
        LogicalPlan plan = rows.queryExecution().analyzed();
        lineage.visit(plan);
        return lineage.outputs(plan);
    }

    /** The names of the columns that are personal or derived from personal ones, sorted. */
    public static Set<String> columns(Dataset<Row> rows) {
        return marked(schema(rows));
    }

    /** The schema of the rows in which exactly the personal and derived columns are marked. */
    public static StructType schema(Dataset<Row> rows) {
        List<Boolean> isPersonal = of(rows);
        StructField[] fields = rows.schema().fields();
        return new StructType(IntStream.range(0, fields.length)
                .mapToObj(i -> withMark(fields[i], isPersonal.get(i)))
                .toArray(StructField[]::new));
    }

    /** Whether the rows, or which of them there are, depend on a column with the mark; not by way of one whose mark ends that. */
    static boolean uses(Dataset<Row> rows, Predicate<Metadata> marked, Predicate<Metadata> ends) {
        PersonalLineage lineage = new PersonalLineage(marked, ends);
        LogicalPlan plan = rows.queryExecution().analyzed();
        lineage.visit(plan);
        return lineage.decides || lineage.outputs(plan).contains(true);
    }

    private void visit(LogicalPlan plan) {
        list(plan.children()).forEach(this::visit);
        list(plan.subqueries()).forEach(this::visit);
        list(plan.expressions()).forEach(this::define);
        if (plan instanceof CTERelationDef definition) {
            shared.put(definition.id(), outputs(definition.child()));
        } else if (plan instanceof CTERelationRef reference) {
            define(plan, shared.getOrDefault(reference.cteId(), List.of()));
        } else if (plan instanceof Union union) {
            list(union.children()).forEach(child -> define(plan, outputs(child)));
        } else if (plan instanceof Expand expand) {
            list(expand.projections())
                    .forEach(projection -> define(
                            plan, list(projection).stream().map(this::derives).toList()));
        }
        list(plan.output()).forEach(attribute -> settle(plan, attribute));
        decides |= decides(plan);
    }

    /** Whether a marked column decides which rows there are: by a filter, the condition of a join, a grouping or an order. */
    private boolean decides(LogicalPlan plan) {
        return list(plan.expressions()).stream()
                        .filter(expression -> !(expression instanceof NamedExpression))
                        .anyMatch(this::derives)
                || (plan instanceof Aggregate aggregate
                        && list(aggregate.groupingExpressions()).stream().anyMatch(this::derives));
    }

    /** A column that an expression of the node makes. */
    private void define(Expression expression) {
        if (expression instanceof Alias alias) {
            known.add(alias.exprId());
            if (marked.test(alias.metadata()) || (!ends.test(alias.metadata()) && derives(alias.child()))) {
                personal.add(alias.exprId());
            }
        }
    }

    private void define(LogicalPlan plan, List<Boolean> isPersonal) {
        List<Attribute> output = list(plan.output());
        for (int i = 0; i < output.size(); i++) {
            known.add(output.get(i).exprId());
            if (i < isPersonal.size() && isPersonal.get(i)) {
                personal.add(output.get(i).exprId());
            }
        }
    }

    /** A column that comes from nowhere is of a table, or of code that may have used all that it was given. */
    private void settle(LogicalPlan plan, Attribute attribute) {
        if (known.add(attribute.exprId()) && (marked.test(attribute.metadata()) || usesPersonal(plan))) {
            personal.add(attribute.exprId());
        }
    }

    private boolean usesPersonal(LogicalPlan plan) {
        if (plan.children().isEmpty()) {
            return false;
        }
        Stream<Attribute> used = plan.references().isEmpty()
                ? list(plan.children()).stream().flatMap(child -> list(child.output()).stream())
                : list(plan.references().toSeq()).stream();
        return used.anyMatch(attribute -> personal.contains(attribute.exprId()))
                || list(plan.expressions()).stream()
                        .filter(expression -> !(expression instanceof Attribute))
                        .anyMatch(this::derives);
    }

    private boolean derives(Expression expression) {
        if (expression instanceof NamedExpression named && personal.contains(named.exprId())) {
            return true;
        }
        if (expression instanceof OuterReference outer && derives((Expression) outer.e())) {
            return true;
        }
        if (expression instanceof PlanExpression<?> query
                && query.plan() instanceof LogicalPlan plan
                && outputs(plan).contains(true)) {
            return true;
        }
        return list(expression.children()).stream().anyMatch(this::derives);
    }

    private List<Boolean> outputs(LogicalPlan plan) {
        return list(plan.output()).stream()
                .map(attribute -> personal.contains(attribute.exprId()))
                .toList();
    }

    private static <T> List<T> list(Seq<T> elements) {
        return CollectionConverters.asJava(elements);
    }
}

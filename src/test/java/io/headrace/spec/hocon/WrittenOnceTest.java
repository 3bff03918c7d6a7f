package io.headrace.spec.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.FeatureView;
import io.headrace.spec.FeatureView.FeatureColumn;
import io.headrace.spec.TrainSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** F7: each column is written once. */
class WrittenOnceTest {
    private static final String PEOPLE = "jobs/ingest-people.conf";
    private static final String PROFILE = "features/profile.conf";
    private static final String TRAIN = "jobs/train-outcome.conf";
    private static final String SOURCE = """
            kind = ingest
            owner = me
            files { paths = ["people.csv"] }
            columns {
              person_id = long
              visits { type = integer, comment = "in a year" }
              plan = string
              spent = "decimal(10, 2)"
              mail { type = string, personal = true }
              born = date
              answer = string
            }
            """;
    private static final String ALL = """
            entity = person_id
            inputs { people { table = silver.people } }
            columns = all
            """;
    private static final String WRITTEN = """
            entity = person_id
            inputs { people { table = silver.people } }
            columns { visits = integer, plan = string, spent = "decimal(10,2)", born = date, answer = string }
            """;
    private static final String MODEL = """
            kind = train
            owner = me
            view = profile
            features = all
            label { known { table = silver.people, column = answer, positive = "yes" } }
            """;

    @TempDir
    private Path folder;

    private SmallProject project(String view) {
        return new SmallProject(folder)
                .with(PEOPLE, SOURCE)
                .with(PROFILE, view)
                .with("jobs/features-profile.conf", "kind = features, owner = me, view = profile")
                .with(TRAIN, MODEL);
    }

    private FeatureView view(String text) {
        return project(text).project().views().get("profile");
    }

    private List<String> features(SmallProject project) {
        return train(project).features();
    }

    private static TrainSpec train(SmallProject project) {
        return (TrainSpec) project.project().jobs().get("train-outcome");
    }

    private static List<String> names(FeatureView view) {
        return view.columns().stream().map(FeatureColumn::name).toList();
    }

    @Test
    void allColumnsOfTheTableAreFeaturesInItsOrderButTheKeyAndPersonalOnes() {
        assertThat(names(view(ALL))).containsExactly("visits", "plan", "spent", "born", "answer");
        assertThat(view(ALL).columns().get(0).comment()).isEqualTo("in a year");
        assertThat(view(ALL).sql())
                .isEqualTo("select `person_id`, as_of, `people`.`visits` as `visits`, `people`.`plan` as `plan`,"
                        + " `people`.`spent` as `spent`, `people`.`born` as `born`, `people`.`answer` as `answer`"
                        + " from `people`");
    }

    @Test
    void whatIsInheritedHasTheDefinitionOfWhatIsWrittenOut() {
        String definition = view(WRITTEN).definition();
        assertThat(view(ALL).definition()).isEqualTo(definition);
        assertThat(view(ALL.replace("all", "[visits, plan, spent, born, answer]"))
                        .definition())
                .isEqualTo(definition);
        assertThat(view(WRITTEN.replace("visits = integer", "visits { unit = times }"))
                        .definition())
                .isEqualTo(definition);
        assertThat(view(ALL + "except = [answer]\n").definition()).isNotEqualTo(definition);
        assertThat(project(ALL)
                        .replace(PEOPLE, "visits { type = integer", "visits { type = long")
                        .project()
                        .views()
                        .get("profile")
                        .definition())
                .isNotEqualTo(definition);
    }

    @Test
    void aFeatureLeavesOutWhatItsInputSays() {
        FeatureColumn visits = view(WRITTEN.replace("visits = integer", "visits { unit = times }"))
                .column("visits")
                .orElseThrow();
        assertThat(visits.type().word()).isEqualTo("integer");
        assertThat(visits.unit()).isEqualTo("times");
        assertThat(visits.comment()).isEqualTo("in a year");
        assertThat(view(ALL.replace("all", "[mail, plan]"))
                        .column("mail")
                        .orElseThrow()
                        .personal())
                .isTrue();
    }

    @Test
    void aColumnOfSqlHasTheTypeOfItsNamesake() {
        SmallProject project = project(ALL.replace("all", "{ plan {}, often = boolean }"))
                .with(
                        "features/profile.sql",
                        "select person_id, as_of, nullif(plan, '?') as plan, visits > 9 as often from people");
        FeatureView view = project.project().views().get("profile");
        assertThat(view.column("plan").orElseThrow().type().word()).isEqualTo("string");
        assertThat(view.hasSqlFile()).isTrue();
        assertThat(view(WRITTEN).hasSqlFile()).isTrue();
    }

    @Test
    void aViewOfSeveralInputsTakesEachColumnFromItsOwn() {
        String sales = """
                sales {
                  table = silver.sales, time = sold_at
                  aggregates { orders { count = "*", windows = [30 days] }, spend { sum = price, windows = [all] }
                    cheapest { min = price, windows = [all] }, usual { mean = price, windows = [all] } }
                }
                """;
        SmallProject project = project(ALL.replace("person_id", "customer_id")
                        .replace("people { table = silver.people }", "people { table = silver.people }\n" + sales))
                .replace(PEOPLE, "person_id", "customer_id");
        FeatureView view = project.project().views().get("profile");
        assertThat(view.columns())
                .extracting(column -> column.name() + " " + column.type().word())
                .containsExactly(
                        "visits integer",
                        "plan string",
                        "spent decimal(10,2)",
                        "born date",
                        "answer string",
                        "orders_30d long",
                        "spend_all decimal(38,2)",
                        "cheapest_all decimal(10,2)",
                        "usual_all double");
        assertThat(view.sql())
                .contains("`people`.`plan` as `plan`", "coalesce(`sales`.`orders_30d`, 0) as `orders_30d`")
                .endsWith(" from `people` full join `sales` using (`customer_id`, as_of)");
    }

    @Test
    void derivedColumnsHaveATypeWhereTheySayOne() {
        SmallProject typed = project(ALL)
                .append(PEOPLE, "derived { line = \"_row\", per_visit { of = \"spent / visits\", type = double } }\n");
        FeatureView view = typed.project().views().get("profile");
        assertThat(names(view)).endsWith("answer", "line", "per_visit");
        assertThat(((io.headrace.spec.IngestSpec) typed.project().jobs().get("ingest-people")).derived())
                .containsEntry("per_visit", "cast((spent / visits) as double)");
        SmallProject untyped = project(ALL).append(PEOPLE, "derived { half = \"spent / 2\" }\n");
        assertThat(untyped.problems())
                .containsExactly(
                        "features/profile.conf:3: columns: half of silver.people is derived and says no type: write it as half"
                                + " { of = ..., type = ... } there, or leave it out by except");
        assertThat(names(untyped.append(PROFILE, "except = [half]\n")
                        .project()
                        .views()
                        .get("profile")))
                .doesNotContain("half");
    }

    @Test
    void saysWhatCannotBeInherited() {
        assertThat(project(ALL.replace("all", "[visit, plan, plan]")).problems())
                .contains(
                        "features/profile.conf:3: columns: visit has no type in the inputs, did you mean \"visits\"?; write its"
                                + " type",
                        "features/profile.conf:3: columns: \"plan\" is listed twice");
        assertThat(project(ALL.replace("all", "every")).problems())
                .contains("features/profile.conf:3: columns: expected all, or a list of names, found \"every\"");
        assertThat(project(WRITTEN + "except = [plan]\n").problems())
                .containsExactly("features/profile.conf:4: except: goes with columns = all only");
        assertThat(project(ALL + "except = [plam]\n").problems())
                .containsExactly(
                        "features/profile.conf:4: except: \"plam\" is no column of an input, did you mean \"plan\"?");
        assertThat(project(ALL.replace("all", "{ total {} }"))
                        .with("features/profile.sql", "select 1")
                        .problems())
                .contains("features/profile.conf:3: columns.total: total has no type in the inputs; write its type");
    }

    @Test
    void oneMistakeGivesOneProblem() {
        assertThat(project(ALL).with(PEOPLE, "kind = ").problems())
                .containsExactly(
                        "jobs/ingest-people.conf:1: cannot be read as HOCON: Expecting a value but got wrong token: end of file");
        assertThat(project(ALL.replace("silver.people", "silver.peeple")).problems())
                .containsExactly(
                        "features/profile.conf:2: inputs.people.table: no job writes silver.peeple, did you mean \"silver.people\"?");
    }

    @Test
    void tablesWithoutDeclaredTypesAskForThem() {
        assertThat(new SmallProject(folder).with("features/risk.conf", """
                                entity = customer_id
                                inputs { scores { table = scores.lapse, time = as_of } }
                                columns = [score]
                                """).problems())
                .containsExactly(
                        "features/risk.conf:3: columns: the columns of scores.lapse have no declared types: write those of the"
                                + " features");
    }

    @Test
    void allFeaturesAreThoseThatMayEnterAModel() {
        assertThat(features(project(ALL))).containsExactly("visits", "plan", "spent");
        assertThat(features(project(ALL).append(TRAIN, "except = [plan]\n"))).containsExactly("visits", "spent");
        assertThat(features(project(ALL).append(TRAIN, "group = plan\n"))).containsExactly("visits", "spent");
        assertThat(features(project(ALL).append(TRAIN, "prepare { born { dates = [month] } }\n")))
                .containsExactly("visits", "plan", "spent", "born");
        assertThat(features(project(ALL.replace("all", "[visits, mail]")))).containsExactly("visits");
        assertThat(features(project(WRITTEN.replace("answer = string", "mail = string"))))
                .containsExactlyInAnyOrder("visits", "plan", "spent");
        assertThat(features(project(ALL.replace("{ table = silver.people }", "{ table = silver.people, until = born }"))
                        .append(TRAIN, "prepare { born { dates = [month] } }\n")
                        .without(TRAIN)
                        .with(TRAIN, MODEL)))
                .containsExactly("visits", "plan", "spent");
    }

    @Test
    void aChangeOfWhatAllIsIsAChangeOfTheJob() {
        TrainSpec before = train(project(ALL));
        TrainSpec named = train(project(ALL).replace(TRAIN, "features = all", "features = [visits, plan, spent]"));
        TrainSpec after =
                train(project(ALL).replace(PEOPLE, "plan = string", "plan { type = string, personal = true }"));
        assertThat(before.choice()).isEqualTo(TrainSpec.Choice.ALL);
        assertThat(named.choice()).isEqualTo(TrainSpec.Choice.NAMED);
        assertThat(after.digest())
                .isNotEqualTo(before.digest())
                .startsWith(before.header().digest());
        assertThat(named.features()).isEqualTo(before.features());
    }

    @Test
    void refusesAllOfNothing() {
        assertThat(project(ALL.replace("all", "[answer]")).problems())
                .contains("jobs/train-outcome.conf:4: features: view profile has no column that may enter a model");
        assertThat(project(ALL).append(TRAIN, "except = [plam]\n").problems())
                .containsExactly(
                        "jobs/train-outcome.conf:6: except: view profile has no feature \"plam\", did you mean \"plan\"?");
        assertThat(project(ALL)
                        .replace(TRAIN, "= all", "= [plan], except = [visits]")
                        .problems())
                .containsExactly("jobs/train-outcome.conf:4: except: goes with features = all only");
    }

    @Test
    void rowsInheritFromTheirTable() {
        String rows = """
                entity = person_id
                rows { table = silver.people, time = born }
                columns = all
                except = [answer]
                lookups { activity { view = activity, key = visits } }
                """;
        FeatureView view = view(rows.replace("except = [answer]", "except = [answer, born]"));
        assertThat(names(view)).containsExactly("visits", "plan", "spent", "orders");
        assertThat(view.definition())
                .isEqualTo(view(rows.replace(
                                "columns = all\nexcept = [answer]", "columns { visits = integer, plan {}, spent {} }"))
                        .definition());
    }
}

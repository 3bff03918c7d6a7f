package io.headrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.headrace.spec.Layer;
import io.headrace.spec.Project;
import io.headrace.spec.TableName;
import io.headrace.spec.hocon.ProjectReader;
import io.headrace.table.TableCatalog;
import io.headrace.table.TableDescription;
import io.headrace.testing.LakeExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables of the reference project, known without any data. */
class TableCatalogSparkIT {
    @Test
    void everyTableOfAProjectIsKnown() {
        Project project =
                ProjectReader.read(Path.of(""), "local", List.of(), Map.of()).projectOrThrow();
        TableCatalog catalog = new ProjectSchemas(project, LakeExtension.session()).catalog();

        project.jobs().values().stream()
                .flatMap(job -> job.writes().stream())
                .filter(table -> table.kind() != Layer.MODELS)
                .forEach(table ->
                        assertThat(catalog.find(table)).as(table.toString()).isPresent());
        assertThat(catalog.of(Layer.SYSTEM)).isNotEmpty();
        TableDescription customers =
                catalog.find(TableName.parse("silver.customers")).orElseThrow();
        assertThat(customers.personal()).containsExactly("customer_id", "email", "name");
        assertThat(customers.key()).containsExactly("_file", "_row");
        assertThat(catalog.find(TableName.parse("bronze.customers"))
                        .orElseThrow()
                        .personal())
                .contains("customer_id", "email", "name");
        TableDescription scores = catalog.find(TableName.parse("scores.lapse")).orElseThrow();
        assertThat(scores.asOf()).contains("as_of");
        assertThat(scores.key()).hasSize(3).endsWith("as_of", "arm");
        assertThat(scores.owner()).isNotBlank();
        assertThat(scores.personal()).containsExactly("customer_id");
    }
}
